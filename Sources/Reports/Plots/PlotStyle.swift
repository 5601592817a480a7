/// How drawings look: in light and in dark, in colours that those who see fewer of them can tell apart as well (after Okabe and
/// Ito); what matters differs in shape too.
enum PlotStyle {
  static let sheet = """
    text{font:12px system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;fill:#1f2733}
    .paper{fill:#fff}
    .head{font-size:20px;font-weight:650}
    .ends{font-size:14px;fill:#3c4757}
    .section{font-size:15px;font-weight:650}
    .panel{font-weight:600}
    .note,.tick{fill:#566273;font-variant-numeric:tabular-nums}
    .tick{font-size:11px}
    .rule{stroke:#d3d9e2;fill:none}
    .field{fill:#fafbfd}
    .frame{fill:none;stroke:#aeb8c6}
    .grid{stroke:#e4e9f0;fill:none}
    .bars{fill:none;stroke-width:1.8}
    .segment{stroke:#46546b}
    .sack{stroke:#cc79a7;stroke-width:1.3;stroke-opacity:.8}
    .line{fill:none;stroke-width:1.4;stroke-linejoin:round}
    .ack{stroke:#009e73}
    .window{stroke:#e69f00}
    .smooth{stroke:#0072b2;stroke-opacity:.55}
    .dots{fill:none;stroke:#0072b2;stroke-width:2.4;stroke-linecap:round}
    .under{stroke:#46546b}
    .flight{fill:#46546b;fill-opacity:.16}
    .sent{fill:#d55e00}
    .fresh{fill:#56a5d8}
    .stall{fill:#d55e00;fill-opacity:.1}
    .closed{fill:#e69f00;fill-opacity:.2}
    .swatch{stroke:#aeb8c6;stroke-width:.6}
    .mark{stroke-width:1.5;stroke-linejoin:round}
    .mark .bar{stroke-width:2.6;fill:none}
    .mark text{font-size:11px;font-weight:700;text-anchor:middle;stroke:#fff;stroke-width:2.5;paint-order:stroke}
    .open{fill:none}
    .timeout{stroke:#d55e00;fill:#d55e00}
    .fast{stroke:#0072b2;fill:#0072b2}
    .probe{stroke:#7b3294;fill:#7b3294}
    .again{stroke:#8a6d1d;fill:#8a6d1d}
    .order{stroke:#2f9bd8;fill:#2f9bd8}
    .double{stroke:#8c564b;fill:#8c564b}
    .alarm{stroke:#c1121f;fill:#c1121f}
    .gap{stroke:#c1121f;fill:none}
    .gap .bar{stroke-dasharray:2 2}
    .reply{stroke:#009e73;fill:#009e73}
    .room{stroke:#b87700;fill:#b87700}
    .plain{stroke:#1f2733;fill:#1f2733}
    .room text{fill:#9a6300}.reply text{fill:#007a59}.plain text{fill:#1f2733}
    .spurious{fill:#fff}
    .spurious .bar{stroke-dasharray:1.5 1.5}
    @media (prefers-color-scheme:dark){
    text{fill:#e3e8f0}
    .paper{fill:#10141b}
    .ends{fill:#c3ccd9}
    .note,.tick{fill:#9aa7b8}
    .rule{stroke:#2b3442}
    .field{fill:#141a23}
    .frame{stroke:#465365}
    .grid{stroke:#222b37}
    .segment,.under{stroke:#b4c0d0}
    .flight{fill:#b4c0d0}
    .sack{stroke:#e08fbd}
    .ack{stroke:#2fc79b}
    .window{stroke:#f0b429}
    .smooth,.dots{stroke:#5cb3ec}
    .sent{fill:#ee7f33}
    .fresh{fill:#3f86b5}
    .stall{fill:#ee7f33;fill-opacity:.16}
    .closed{fill:#f0b429;fill-opacity:.18}
    .mark text{stroke:#10141b}
    .timeout{stroke:#ff8a3c;fill:#ff8a3c}
    .fast{stroke:#4aa8ff;fill:#4aa8ff}
    .probe{stroke:#c08be0;fill:#c08be0}
    .again{stroke:#d9b84a;fill:#d9b84a}
    .order{stroke:#6cc5f5;fill:#6cc5f5}
    .double{stroke:#d19a8c;fill:#d19a8c}
    .alarm,.gap{stroke:#ff5c67}
    .alarm{fill:#ff5c67}
    .reply{stroke:#2fc79b;fill:#2fc79b}
    .room{stroke:#f0b429;fill:#f0b429}
    .plain{stroke:#e3e8f0;fill:#e3e8f0}
    .room text{fill:#f0b429}.reply text{fill:#2fc79b}.plain text{fill:#e3e8f0}
    .spurious{fill:#10141b}
    }

    """

  /// The shapes of marks, to be used by name.
  static let shapes: String = Set(PlotMark.Kind.allCases.map(\.shape)).filter { !$0.path.isEmpty }
    .sorted { $0.path < $1.path }
    .map { "<path id=\"\($0)\" d=\"\($0.path)\"\($0.isOpen ? " class=\"open\"" : "")/>\n" }.joined()
}
