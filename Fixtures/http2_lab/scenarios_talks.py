"""What Python's h2 says on both sides (talks.py, talks_tunnel.py)."""

from talking import talk


def scenario(name, cls, *variants):
    """One conversation, in each variant of transport."""
    def recorded(lab, known):
        for tls in variants or (False,):
            talk(lab, known, f"{cls.__module__}.{cls.__name__}", tls=tls)
    recorded.__name__, recorded.__doc__ = name, cls.__doc__
    return recorded


def scenarios():
    import talks
    import talks_tunnel
    return [
        scenario("h2_frames", talks.Frames, False, True), scenario("h2_resets", talks.Resets),
        scenario("h2_stream_window", talks.StreamWindow), scenario("h2_connection_window", talks.ConnectionWindow),
        scenario("h2_interim", talks.Interim), scenario("h2_tables", talks.Tables), scenario("h2_many_fields", talks.Many),
        scenario("h2_pushes", talks.Pushes), scenario("h2_websocket", talks_tunnel.WebSocket, False, True),
        scenario("h2_connect", talks_tunnel.Connect),
    ]


FOLDER = "http2"
SCENARIOS = scenarios()
