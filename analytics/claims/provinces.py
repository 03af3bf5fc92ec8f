"""The 34 province-level units: official, short and English names, letter codes, and positions on the tile map; and the whole country."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Province:
    """One unit. ``letters`` is its code in GB/T 2260, as in ISO 3166-2:CN.

    ``column`` and ``row`` place its tile, counted from the top left, so that the map resembles the country.
    """

    name: str
    short: str
    english: str
    letters: str
    column: int
    row: int


PROVINCES: tuple[Province, ...] = (
    Province("黑龙江省", "黑", "Heilongjiang", "HL", 8, 0),
    Province("新疆维吾尔自治区", "新", "Xinjiang", "XJ", 0, 1),
    Province("内蒙古自治区", "蒙", "Inner Mongolia", "NM", 4, 1),
    Province("北京市", "京", "Beijing", "BJ", 6, 1),
    Province("辽宁省", "辽", "Liaoning", "LN", 7, 1),
    Province("吉林省", "吉", "Jilin", "JL", 8, 1),
    Province("青海省", "青", "Qinghai", "QH", 1, 2),
    Province("甘肃省", "甘", "Gansu", "GS", 2, 2),
    Province("宁夏回族自治区", "宁", "Ningxia", "NX", 3, 2),
    Province("山西省", "晋", "Shanxi", "SX", 4, 2),
    Province("河北省", "冀", "Hebei", "HE", 5, 2),
    Province("天津市", "津", "Tianjin", "TJ", 6, 2),
    Province("西藏自治区", "藏", "Tibet", "XZ", 0, 3),
    Province("四川省", "川", "Sichuan", "SC", 2, 3),
    Province("陕西省", "陕", "Shaanxi", "SN", 3, 3),
    Province("河南省", "豫", "Henan", "HA", 4, 3),
    Province("山东省", "鲁", "Shandong", "SD", 5, 3),
    Province("江苏省", "苏", "Jiangsu", "JS", 6, 3),
    Province("重庆市", "渝", "Chongqing", "CQ", 2, 4),
    Province("湖北省", "鄂", "Hubei", "HB", 3, 4),
    Province("安徽省", "皖", "Anhui", "AH", 4, 4),
    Province("浙江省", "浙", "Zhejiang", "ZJ", 5, 4),
    Province("上海市", "沪", "Shanghai", "SH", 6, 4),
    Province("云南省", "云", "Yunnan", "YN", 1, 5),
    Province("贵州省", "贵", "Guizhou", "GZ", 2, 5),
    Province("湖南省", "湘", "Hunan", "HN", 3, 5),
    Province("江西省", "赣", "Jiangxi", "JX", 4, 5),
    Province("福建省", "闽", "Fujian", "FJ", 5, 5),
    Province("台湾省", "台", "Taiwan", "TW", 7, 5),
    Province("广西壮族自治区", "桂", "Guangxi", "GX", 2, 6),
    Province("广东省", "粤", "Guangdong", "GD", 3, 6),
    Province("香港特别行政区", "港", "Hong Kong", "HK", 4, 6),
    Province("海南省", "琼", "Hainan", "HI", 2, 7),
    Province("澳门特别行政区", "澳", "Macau", "MO", 3, 7),
)

# The value of the facet province for a figure of the whole country, whose column ``province`` is empty; and its region code.
WHOLE_COUNTRY, WHOLE_COUNTRY_CODE = "全国", "100000"
PROVINCE_SQL = f"CASE WHEN region_code = '{WHOLE_COUNTRY_CODE}' THEN '{WHOLE_COUNTRY}' ELSE province END"
BY_NAME = {province.name: province for province in PROVINCES}
