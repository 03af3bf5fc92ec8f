"""What people say of the figures, how complete these are, and gold lines made of both."""
