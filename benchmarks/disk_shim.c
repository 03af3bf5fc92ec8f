/* Loaded with LD_PRELOAD: records, and on request fails, what a program does to the files below one folder.
 *
 * DISK_ROOT is the folder, DISK_LOG the file for the record. Each entry is a header and two byte strings; benchmarks/disk.py reads them.
 * Only calls that succeeded are recorded. Files are named by inode, since a file may be renamed while it is open.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name, type, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

enum { CREATE = 1, WRITE, TRUNCATE, SYNC, RENAME, LINK, UNLINK, MKDIR, MAP, MARK };
enum { FULL = 1, BROKEN = 2, INTERRUPTED = 4, SHORT = 8 }; /* what can be made to happen to a call */
static const int errors[] = {[FULL] = ENOSPC, [BROKEN] = EIO, [INTERRUPTED] = EINTR};

struct __attribute__((packed)) header { uint8_t act; uint64_t inode; uint64_t at; uint32_t first, second; };

static char root[PATH_MAX];
static size_t root_length;
static int log_fd = -1;
static char watched[1 << 16]; /* by descriptor: whether its file is below the root */
static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static int fault; /* 0: calls are only counted */
static long failing, calls[SHORT + 1]; /* calls by what could happen to them */

__attribute__((constructor)) static void begin(void) {
    const char *folder = getenv("DISK_ROOT"), *file = getenv("DISK_LOG");
    if (!folder || !file) return;
    snprintf(root, sizeof root, "%s", folder);
    root_length = strlen(root);
    log_fd = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* --- the record ------------------------------------------------------------------------------- */

static void record(uint8_t act, uint64_t inode, uint64_t at, const void *first, size_t n, const void *second, size_t m) {
    struct header header = {act, inode, at, (uint32_t)n, (uint32_t)m};
    struct iovec pieces[] = {{&header, sizeof header}, {(void *)first, n}, {(void *)second, m}};
    if (log_fd >= 0 && syscall(SYS_writev, log_fd, pieces, 3) != (long)(sizeof header + n + m)) abort();
}

static void record_path(uint8_t act, uint64_t inode, const char *path, const char *other) {
    record(act, inode, 0, path, strlen(path), other, strlen(other));
}

void disk_mark(const char *text) { record_path(MARK, 0, text, ""); }

/* Whether a path is below the root; if so, `whole` is the absolute path. */
static int below(int folder, const char *path, char *whole) {
    char link[64];
    if (!root_length || !path) return 0;
    if (path[0] == '/') {
        snprintf(whole, PATH_MAX, "%s", path);
    } else {
        char base[PATH_MAX / 2];
        snprintf(link, sizeof link, folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
        ssize_t n = readlink(link, base, sizeof base - 1);
        if (n < 0) return 0;
        base[n] = 0;
        snprintf(whole, PATH_MAX, "%s/%.2000s", base, path);
    }
    return !strncmp(whole, root, root_length) && (whole[root_length] == '/' || !whole[root_length]);
}

static int is_watched(int fd) { return fd >= 0 && fd < (int)sizeof watched && watched[fd]; }

static uint64_t inode_of(int fd) {
    struct stat found;
    return fstat(fd, &found) ? 0 : found.st_ino;
}

static uint64_t inode_at(const char *path) {
    struct stat found;
    return lstat(path, &found) ? 0 : found.st_ino;
}

/* --- faults ----------------------------------------------------------------------------------- */

/* From now on, `kind` happens to call number `n` of those to which it can happen; a full disk stays full. */
void disk_fail(int kind, long n) {
    fault = kind;
    failing = n;
    memset(calls, 0, sizeof calls);
}

long disk_calls(int kind) { return calls[kind]; }

/* Whether a call, to which `kinds` can happen, has to fail now. */
static int fails(int kinds) {
    for (int kind = FULL; kind <= SHORT; kind *= 2) calls[kind] += (kinds & kind) != 0;
    if (!(fault & kinds) || calls[fault] < failing || (calls[fault] > failing && fault != FULL)) return 0;
    if (fault != SHORT) errno = errors[fault];
    return 1;
}

#define LOCKED(type, body) \
    pthread_mutex_lock(&lock); \
    type result = body; \
    int error = errno; \
    pthread_mutex_unlock(&lock); \
    errno = error; \
    return result

/* --- opening and closing ------------------------------------------------------------------------ */

static int do_open(int folder, const char *path, int flags, mode_t mode) {
    REAL(openat64, int, int, const char *, int, ...);
    char whole[PATH_MAX];
    if (!below(folder, path, whole)) {
        int fd = real(folder, path, flags, mode);
        if (fd >= 0 && fd < (int)sizeof watched) watched[fd] = 0;
        return fd;
    }
    int is_new = (flags & O_CREAT) && !inode_at(whole);
    if (fails(BROKEN | INTERRUPTED | (is_new ? FULL : 0))) return -1;
    int fd = real(folder, path, flags, mode);
    if (fd < 0) return fd;
    if (fd >= (int)sizeof watched) abort();
    watched[fd] = 1;
    if (is_new) record_path(CREATE, inode_of(fd), whole, "");
    else if (flags & O_TRUNC) record(TRUNCATE, inode_of(fd), 0, "", 0, "", 0);
    return fd;
}

#define MODE \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { \
        va_list more; \
        va_start(more, flags); \
        mode = va_arg(more, mode_t); \
        va_end(more); \
    }

int open(const char *path, int flags, ...) { MODE LOCKED(int, do_open(AT_FDCWD, path, flags, mode)); }
int open64(const char *path, int flags, ...) { MODE LOCKED(int, do_open(AT_FDCWD, path, flags, mode)); }
int openat(int folder, const char *path, int flags, ...) { MODE LOCKED(int, do_open(folder, path, flags, mode)); }
int openat64(int folder, const char *path, int flags, ...) { MODE LOCKED(int, do_open(folder, path, flags, mode)); }
int creat(const char *path, mode_t mode) { LOCKED(int, do_open(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode)); }

static int do_close(int fd) {
    REAL(close, int, int);
    int failed = is_watched(fd) && fails(BROKEN);
    if (fd >= 0 && fd < (int)sizeof watched) watched[fd] = 0;
    int done = real(fd);
    if (failed) errno = EIO;
    return failed ? -1 : done;
}

int close(int fd) { LOCKED(int, do_close(fd)); }

/* --- content ------------------------------------------------------------------------------------ */

static ssize_t do_pwrite(int fd, const void *content, size_t n, off64_t at) {
    REAL(pwrite64, ssize_t, int, const void *, size_t, off64_t);
    if (!is_watched(fd)) return real(fd, content, n, at);
    if (fails(FULL | BROKEN | INTERRUPTED | (n > 1 ? SHORT : 0))) {
        if (fault != SHORT) return -1;
        n /= 2;
    }
    ssize_t done = real(fd, content, n, at);
    if (done > 0) record(WRITE, inode_of(fd), (uint64_t)at, "", 0, content, (size_t)done);
    return done;
}

ssize_t pwrite(int fd, const void *content, size_t n, off_t at) { LOCKED(ssize_t, do_pwrite(fd, content, n, at)); }
ssize_t pwrite64(int fd, const void *content, size_t n, off64_t at) { LOCKED(ssize_t, do_pwrite(fd, content, n, at)); }

static ssize_t do_write(int fd, const void *content, size_t n) {
    REAL(write, ssize_t, int, const void *, size_t);
    if (!is_watched(fd)) return real(fd, content, n);
    if (fails(FULL | BROKEN | INTERRUPTED | (n > 1 ? SHORT : 0))) {
        if (fault != SHORT) return -1;
        n /= 2;
    }
    ssize_t done = real(fd, content, n);
    if (done > 0) record(WRITE, inode_of(fd), (uint64_t)(lseek64(fd, 0, SEEK_CUR) - done), "", 0, content, (size_t)done);
    return done;
}

ssize_t write(int fd, const void *content, size_t n) {
    if (!is_watched(fd)) { /* pipes too: no lock while they wait */
        REAL(write, ssize_t, int, const void *, size_t);
        return real(fd, content, n);
    }
    LOCKED(ssize_t, do_write(fd, content, n));
}

/* Less usual ways to write are refused, so that the caller writes the usual way, or fails and is seen. */
#define REFUSED(name, ...) \
    ssize_t name(__VA_ARGS__)
REFUSED(sendfile64, int out, int in, off64_t *at, size_t n) {
    REAL(sendfile64, ssize_t, int, int, off64_t *, size_t);
    if (is_watched(out)) return errno = EINVAL, -1;
    return real(out, in, at, n);
}
REFUSED(sendfile, int out, int in, off_t *at, size_t n) { return sendfile64(out, in, at, n); }
REFUSED(copy_file_range, int in, off64_t *from, int out, off64_t *at, size_t n, unsigned flags) {
    REAL(copy_file_range, ssize_t, int, off64_t *, int, off64_t *, size_t, unsigned);
    if (is_watched(out)) return errno = EINVAL, -1;
    return real(in, from, out, at, n, flags);
}
REFUSED(writev, int fd, const struct iovec *pieces, int n) {
    REAL(writev, ssize_t, int, const struct iovec *, int);
    if (is_watched(fd)) return errno = EINVAL, -1;
    return real(fd, pieces, n);
}
int posix_fallocate64(int fd, off64_t at, off64_t n) {
    REAL(posix_fallocate64, int, int, off64_t, off64_t);
    return is_watched(fd) ? EOPNOTSUPP : real(fd, at, n);
}
int posix_fallocate(int fd, off_t at, off_t n) { return posix_fallocate64(fd, at, n); }

static int do_truncate(int fd, off64_t n) {
    REAL(ftruncate64, int, int, off64_t);
    if (!is_watched(fd)) return real(fd, n);
    if (fails(FULL | BROKEN | INTERRUPTED)) return -1;
    int done = real(fd, n);
    if (!done) record(TRUNCATE, inode_of(fd), (uint64_t)n, "", 0, "", 0);
    return done;
}

int ftruncate(int fd, off_t n) { LOCKED(int, do_truncate(fd, n)); }
int ftruncate64(int fd, off64_t n) { LOCKED(int, do_truncate(fd, n)); }

static ssize_t do_pread(int fd, void *content, size_t n, off64_t at) {
    REAL(pread64, ssize_t, int, void *, size_t, off64_t);
    return is_watched(fd) && fails(BROKEN | INTERRUPTED) ? -1 : real(fd, content, n, at);
}

ssize_t pread(int fd, void *content, size_t n, off_t at) { LOCKED(ssize_t, do_pread(fd, content, n, at)); }
ssize_t pread64(int fd, void *content, size_t n, off64_t at) { LOCKED(ssize_t, do_pread(fd, content, n, at)); }

ssize_t read(int fd, void *content, size_t n) {
    REAL(read, ssize_t, int, void *, size_t);
    if (!is_watched(fd)) return real(fd, content, n);
    LOCKED(ssize_t, fails(BROKEN | INTERRUPTED) ? -1 : real(fd, content, n));
}

static void *do_mmap(void *where, size_t n, int may, int flags, int fd, off64_t at) {
    REAL(mmap64, void *, void *, size_t, int, int, int, off64_t);
    if (is_watched(fd) && fails(BROKEN | FULL)) return MAP_FAILED;
    void *found = real(where, n, may, flags, fd, at);
    if (found != MAP_FAILED && is_watched(fd) && (may & PROT_WRITE) && (flags & MAP_SHARED)) record(MAP, inode_of(fd), 0, "", 0, "", 0);
    return found;
}

void *mmap(void *where, size_t n, int may, int flags, int fd, off_t at) {
    if (!is_watched(fd)) return (void *)syscall(SYS_mmap, where, n, may, flags, fd, at); /* memory is also asked for before dlsym works */
    LOCKED(void *, do_mmap(where, n, may, flags, fd, at));
}
void *mmap64(void *where, size_t n, int may, int flags, int fd, off64_t at) { return mmap(where, n, may, flags, fd, at); }

/* --- syncing ------------------------------------------------------------------------------------ */

static int do_sync(int fd) {
    REAL(fsync, int, int);
    if (!is_watched(fd)) return real(fd);
    if (fails(FULL | BROKEN | INTERRUPTED)) return -1;
    record(SYNC, inode_of(fd), 0, "", 0, "", 0); /* in memory it is as good as done: the disk of a test need not be waited for */
    return 0;
}

int fsync(int fd) { LOCKED(int, do_sync(fd)); }
int fdatasync(int fd) { LOCKED(int, do_sync(fd)); }

/* --- names -------------------------------------------------------------------------------------- */

static int do_rename(int from, const char *old, int to, const char *new) {
    REAL(renameat, int, int, const char *, int, const char *);
    char before[PATH_MAX], after[PATH_MAX];
    int watches = below(from, old, before) + below(to, new, after);
    if (watches && fails(FULL | BROKEN | INTERRUPTED)) return -1;
    int done = real(from, old, to, new);
    if (!done && watches) record_path(RENAME, inode_at(after), before, after);
    return done;
}

int rename(const char *old, const char *new) { LOCKED(int, do_rename(AT_FDCWD, old, AT_FDCWD, new)); }
int renameat(int from, const char *old, int to, const char *new) { LOCKED(int, do_rename(from, old, to, new)); }

static int do_link(int from, const char *old, int to, const char *new, int flags) {
    REAL(linkat, int, int, const char *, int, const char *, int);
    char after[PATH_MAX];
    int watches = below(to, new, after);
    if (watches && fails(FULL | BROKEN | INTERRUPTED)) return -1;
    int done = real(from, old, to, new, flags);
    if (!done && watches) record_path(LINK, inode_at(after), after, "");
    return done;
}

int link(const char *old, const char *new) { LOCKED(int, do_link(AT_FDCWD, old, AT_FDCWD, new, 0)); }
int linkat(int from, const char *old, int to, const char *new, int flags) { LOCKED(int, do_link(from, old, to, new, flags)); }

static int do_unlink(int folder, const char *path, int flags) {
    REAL(unlinkat, int, int, const char *, int);
    char whole[PATH_MAX];
    int watches = below(folder, path, whole);
    if (watches && fails(BROKEN | INTERRUPTED)) return -1;
    int done = real(folder, path, flags);
    if (!done && watches) record_path(UNLINK, 0, whole, "");
    return done;
}

int unlink(const char *path) { LOCKED(int, do_unlink(AT_FDCWD, path, 0)); }
int remove(const char *path) { LOCKED(int, do_unlink(AT_FDCWD, path, 0)); }
int rmdir(const char *path) { LOCKED(int, do_unlink(AT_FDCWD, path, AT_REMOVEDIR)); }
int unlinkat(int folder, const char *path, int flags) { LOCKED(int, do_unlink(folder, path, flags)); }

static int do_mkdir(int folder, const char *path, mode_t mode) {
    REAL(mkdirat, int, int, const char *, mode_t);
    char whole[PATH_MAX];
    int watches = below(folder, path, whole);
    if (watches && fails(FULL | BROKEN | INTERRUPTED)) return -1;
    int done = real(folder, path, mode);
    if (!done && watches) record_path(MKDIR, inode_at(whole), whole, "");
    return done;
}

int mkdir(const char *path, mode_t mode) { LOCKED(int, do_mkdir(AT_FDCWD, path, mode)); }
int mkdirat(int folder, const char *path, mode_t mode) { LOCKED(int, do_mkdir(folder, path, mode)); }
