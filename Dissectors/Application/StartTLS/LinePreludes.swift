public import PacketModel

// The protocols of lines in which TLS may begin, a table: how each is known, what asks for TLS, and what answers.

/// SMTP and LMTP (RFC 3207).
public enum SMTPPrelude: LinePrelude {
  public static var id: ProtocolID { .smtp }
  public static let rules = LineRules(
    greetings: ["220 ", "220-"], greetingWords: ["SMTP", "LMTP"], openings: ["EHLO", "HELO", "LHLO"],
    commands: ["STARTTLS", "MAIL", "RSET", "VRFY", "EXPN"], requests: ["STARTTLS"], consents: ["220"], refusals: ["4", "5"])
}

/// FTP (RFC 4217), whose greeting is SMTP's.
public enum FTPPrelude: LinePrelude {
  public static var id: ProtocolID { .ftp }
  public static let rules = LineRules(
    greetings: ["220 ", "220-"], greetingWords: ["FTP"], openings: ["AUTH TLS", "AUTH SSL", "AUTH TLS-C"],
    commands: ["USER", "FEAT", "SYST", "ACCT", "OPTS"], requests: ["AUTH TLS", "AUTH SSL", "AUTH TLS-C"],
    consents: ["234", "334"], refusals: ["4", "5"])
}

/// IMAP (RFC 9051 §6.2.1).
public enum IMAPPrelude: LinePrelude {
  public static var id: ProtocolID { .imap }
  public static let rules = LineRules(
    greetings: ["* OK ", "* PREAUTH "], openings: ["CAPABILITY", "STARTTLS", "AUTHENTICATE"], commands: ["LOGIN", "ID"],
    requests: ["STARTTLS"], consents: ["OK"], refusals: ["NO", "BAD"], hasTags: true)
}

/// POP3 (RFC 2595 §4).
public enum POP3Prelude: LinePrelude {
  public static var id: ProtocolID { .pop3 }
  public static let rules = LineRules(
    greetings: ["+OK"], greetingWords: ["POP"], openings: ["STLS"], commands: ["CAPA", "USER", "APOP", "AUTH"],
    requests: ["STLS"], consents: ["+OK"], refusals: ["-ERR"])
}

/// NNTP (RFC 4642).
public enum NNTPPrelude: LinePrelude {
  public static var id: ProtocolID { .nntp }
  public static let rules = LineRules(
    greetings: ["200 ", "201 "], greetingWords: ["NNTP", "NEWS"], openings: ["MODE READER"],
    commands: ["CAPABILITIES", "STARTTLS", "AUTHINFO", "GROUP", "LIST", "MODE"], requests: ["STARTTLS"], consents: ["382"],
    refusals: ["4", "5"])
}

/// ManageSieve (RFC 5804 §2.2).
public enum SievePrelude: LinePrelude {
  public static var id: ProtocolID { .sieve }
  public static let rules = LineRules(
    greetings: ["\"IMPLEMENTATION\" "], openings: [], commands: [], requests: ["STARTTLS"], consents: ["OK"],
    refusals: ["NO", "BYE"])
}

/// IRC (the tls extension of IRCv3, numerics 670 and 691).
public enum IRCPrelude: LinePrelude {
  public static var id: ProtocolID { .irc }
  public static let rules = LineRules(
    greetings: [":"], greetingWords: [" NOTICE AUTH :", " NOTICE * :"], openings: ["CAP LS", "NICK"], commands: [],
    requests: ["STARTTLS"], consents: ["670"], refusals: ["691"], hasSources: true)
}
