/// Hellos from real traffic: handshake messages with their headers.
enum RecordedHellos {
  /// Openssl s_client, TLS 1.1.
  static let tls11Client = Base64.octets(
    """
    AQAAewMCPrLZQEx/bFCqdZzx9wwC9Ce9XXqrRIcIrg104FYa1B8AAC7ACsAUADkAOACIAIfAGQA6AInACcATADMAMgBFAETAGAA0AEYANQCEAC8A
    QQD/AQAAJAALAAQDAAECAAoADAAKAB0AFwAeABkAGAAjAAAAFgAAABcAAA==
    """)
  /// Openssl s_client, whose first group the server does not have.
  static let retriedClient = Base64.octets(
    """
    AQABKAMDOVT7IMWxJC+AgObCYK8Tf2cPvSZY7scWQ+R/wR/HiuQgEGhYk5obzfmMxXqodPejPvQ0Kr7Ci/QVUb4fT51MHWUAPhMCEwMTAcAswDAA
    n8ypzKjMqsArwC8AnsAkwCgAa8AjwCcAZ8AKwBQAOcAJwBMAMwCdAJwAPQA8ADUALwD/AQAAoQAAABQAEgAAD2hyci5sYWIuZXhhbXBsZQALAAQD
    AAECAAoABgAEAB0AGAAjAAAAFgAAABcAAAANACoAKAQDBQMGAwgHCAgICQgKCAsIBAgFCAYEAQUBBgEDAwMBAwIEAgUCBgIAKwAJCAMEAwMDAgMB
    AC0AAgEBADMAJgAkAB0AIKd2iYjRPFInpHnTUuq6pNUWsB1jMwIhiSAuvGAC1BgP
    """)
  /// Openssl s_server, which asks for another group.
  static let retryRequest = Base64.octets(
    """
    AgAAVAMDzyGtdOWaYRG+HYwCHmW4kcKiERZ6u4xeB54J4sioM5wgEGhYk5obzfmMxXqodPejPvQ0Kr7Ci/QVUb4fT51MHWUTAgAADAArAAIDBAAz
    AAIAGA==
    """)
  /// Openssl s_client with a session, and early data.
  static let earlyClient = Base64.octets(
    """
    AQABmQMDJqIxDYkrquAwUIsQ3rWT/jg7xY5uZP6dZkujJWCjjt0gNllF42aTnzSYen95cPcHXu1tpI2kfq6cruxnsbbUtukAPhMCEwMTAcAswDAA
    n8ypzKjMqsArwC8AnsAkwCgAa8AjwCcAZ8AKwBQAOcAJwBMAMwCdAJwAPQA8ADUALwD/AQABEgAAABIAEAAADXIubGFiLmV4YW1wbGUACwAEAwAB
    AgAKABYAFAAdABcAHgAZABgBAAEBAQIBAwEEACMAAAAWAAAAFwAAAA0AKgAoBAMFAwYDCAcICAgJCAoICwgECAUIBgQBBQEGAQMDAwEDAgQCBQIG
    AgArAAkIAwQDAwMCAwEALQACAQEAMwAmACQAHQAg65uJIJpsFfLB5kw7BBvI9UYkCFxrmYLI+yukXsLg1UgAKgAAACkAWwAmACANggDbmTmLZnAU
    /9QAxz7iDNfLuG/IFoXKM1GpwwOsU9mfDdAAMTAi0bOYP1xIbpiqcDaChgmbF67OT40VKc0GnyC0dnialqb1kISNByvpN14sBXI4T94=
    """)
  /// Openssl s_server, which takes the session.
  static let earlyServer = Base64.octets(
    """
    AgAAfAMDxjwoywa7ZwjuUUJS+ZdRfRTKfhrklC5MKZkWfpJWK9AgNllF42aTnzSYen95cPcHXu1tpI2kfq6cruxnsbbUtukTAgAANAArAAIDBAAz
    ACQAHQAgnT+oPKjT8jmjYnlZHBgSUkpC4h8CQijRdKz8cp/5fgcAKQACAAA=
    """)
  /// Openssl s_client, TLS 1.2, with a ticket.
  static let ticketClient = Base64.octets(
    """
    AQABgwMDYSCd0UBq9iQODv2FnDiW3m7Pd4pNwsmdP44nP8nbQXQggaxEyQB1XAQk3HKsuYL6fjyzWUIU87nZ6xNysQBw4QMAOMAswDAAn8ypzKjM
    qsArwC8AnsAkwCgAa8AjwCcAZ8AKwBQAOcAJwBMAMwCdAJwAPQA8ADUALwD/AQABAgALAAQDAAECAAoADAAKAB0AFwAeABkAGAAjALChFumKfmrz
    Feb67YUDlcZmuxrQoA0kMSyuuWe/8Oa/vgnV9gXQ0laKKBjh4FxQwzlUX7ibO2DHTHDJwiudw9yN/go33a7RJer949vPL+rxQewuHXvJq/13ofKS
    livVTDqAel8CMUXJdOgLGjJifuQXBoEA3PvBVBbe7IZZxEXX5JJ6FpMC424LOAaiB3wg2JOyzpoWbZ/h07cbdCs2lE3iErrQQ7zprkZvuK4tPMuz
    6wAWAAAAFwAAAA0AKgAoBAMFAwYDCAcICAgJCAoICwgECAUIBgQBBQEGAQMDAwEDAgQCBQIGAg==
    """)
  /// Openssl s_server, which takes the ticket.
  static let ticketServer = Base64.octets(
    """
    AgAAUQMDe0U+MCZWBlkUXZo6PHxJwTabZhm0aa7ftlW12PobGIkggaxEyQB1XAQk3HKsuYL6fjyzWUIU87nZ6xNysQBw4QPAMAAACf8BAAEAABcA
    AA==
    """)
  /// A browser with GREASE, from the vectors of JA4.
  static let browser = Base64.octets(
    """
    AQACHQMD4yStOUCx/C+qwy37YWsgreTaXiKTB8z5HO39bhelYXsglAYiFFNLRVOcc9x+lTRmBXGqKYsp03yGU/gcm/gTh24AIAoKEwETAhMDwCvA
    L8AswDDMqcyowBPAFACcAJ0ALwA1AQABtFpaAAAADQASABAEAwgEBAEFAwgFBQEIBgYBABAADgAMAmgyCGh0dHAvMS4xAAAAEgAQAAANYXBwLnNs
    YWNrLmNvbQALAAIBAAAjAABEaQAFAAMCaDL/AQABAAAzACsAKbq6AAEAAB0AII/bvLmWCq30xxbBfea+7+lZElssD5/7lfYgz+4ajgt4AAoACgAI
    uroAHQAXABgALQACAQEAKwAHBmpqAwQDAwAFAAUBAAAAAAAXAAAAEgAAABsAAwIAAmpqAAEAACkA6wDGAMAFNOA9k0ReELAaOnOyGGz3TUcWOu5J
    nTcEYZ7gt0/8HKp/CIcI9N/wasQvnfiqoW6FUdjiBtodd7Gfn35UALFCQgt8jtCuiEHVijz3PahLf0mxH5PUoWMCdtvsJX5og6vQqodu6lDxIt39
    UGaUu5SdONykhuOaDvkzGmeCu4OSpbxzlRiTQHMqFZCenDCfxMfAvUECp4yZl54euNzeAwxGnDjD95zugcnaVtsKtKP+GdVNoXv2f8fvznu5OaKS
    58EIKsKIACEgHmOaQedgus9kTut7dRwBCRWTc//cZmxkC2YeK+kGqmw=
    """)
  /// WolfSSL, DTLS 1.3.
  static let datagramClient = Base64.octets(
    """
    AQAB7gAAAAAAAAHu/v1jEMJLQmYfh9hsntJOqjYeeYkt5iaUNZHjguKk3lftVQAAADYTARMCEwPALMArwDDALwCfAJ7MqcyozKrAJ8AjwCjAJMAK
    wAnAFMATAGsAZwA5ADPMFMwTzBUBAAGOACsAAwL+/AANACAAHgYDBQMEAwIDCAYICwgFCAoIBAgJBgEFAQQBAwECAQAKAAwACgAZABgAFwAVAQAA
    FgAAADMBSwFJABcAQQT9c4xaUsIQz7J+Jt5bAQaQ2AbewyAmIQhKcnMnviijSCfEcbtdAI8nxnhBwWf/APflqGCkiv87qEAynJ4v7d8HAQABAFzx
    13/YeiArSbB6i7rg1MURHYTpYGaIY3sOtF7IO8pD1bil7GIDd+EuzjbODK6RLIfq3rkobJEfOmB1bezx7de/8z3s8yJRGAkinvd2U4uLdChbl0fG
    dnP8pETvZ3NTN9m8WOc5hovAOIFVUDG5ieq/JOa7ddR2v6ZJ8yWFIdenCHv5hFcYNyZGOmZeeaqKoaWozFpiq77u5PLkjVSzmdPqFHaJhZqOmyN9
    yAVwikujX2r/YN2VZGfSf9FEOFsGK+0kcxWxT94ZhOZSxSnbrG4CLrNLlCablsnnk7dVge1T5oQrMm+RYEZI7zfmzWgUF9u03bbWabvfQL6Rng6c
    Jok=
    """)
}
