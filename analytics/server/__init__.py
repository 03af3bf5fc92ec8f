"""Who is served: what is refused at the door, who may do what, and what a log may say."""
