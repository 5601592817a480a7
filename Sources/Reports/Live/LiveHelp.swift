/// What the keys do.
enum LiveHelp {
  /// For the last line, what is needed most first.
  static func keys(of page: LiveView.Page, hasFilter: Bool) -> [String] {
    switch page {
    case .overview:
      [
        "q quit", "? help", "s sort", "space pause", hasFilter ? "Esc all" : "/ filter", "t trouble", "e exchanges",
        "Enter open",
      ]
    case .exchanges: ["q quit", "Esc back", "Enter open its flow", "space pause", "? help"]
    case .flow: ["q quit", "Esc back", "up/down scroll", "space pause", "e exchanges", "? help"]
    case .help: ["q quit", "Esc back", "up/down scroll"]
    }
  }

  static let lines = [
    "Keys",
    "  s >  S <        sort flows by rate, octets, packets, segments sent again, newest, longest",
    "  t               only flows in trouble, or all again",
    "  / f             filter flows: 443 or :443 a port, 10.0. or 2001:db8: an address's beginning,",
    "                  http a protocol; several words must all match; Enter keeps it, Esc clears it",
    "  up down         choose a flow or an exchange; PgUp PgDn Home End",
    "  Enter           open it: how it opened and closed, its figures, its exchanges, what happened",
    "  e               exchanges on the whole screen",
    "  space p         pause: the view stands still, capture and recording go on",
    "  Esc Backspace   back",
    "  q Ctrl-C        end the capture; the report follows",
    "",
    "Words",
    "  dropped by the kernel: packets that came faster than they were read; by the interface: that it",
    "  or its driver had no room for. What is dropped is missing from everything shown here.",
    "  sent again: the share of TCP segments with octets that were retransmissions",
    "  evicted: flows ended early to stay within a limit",
    "  in trouble: no answer to a SYN, refused, reset, a closed window, octets missing, many sent again",
    "  median, 95 %: half of them, and 95 of 100, took no longer; as exact as the bounds they are counted by",
  ]
}
