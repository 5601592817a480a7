public import Capture
public import Dissection
public import Flows
public import Secrets

/// How a run reads and what it may use.
public struct RunOptions: Sendable {
  /// Threads in all. With one, everything happens on the caller's; with more, the caller's reads and decodes, the others
  /// follow flows. The result is the same.
  public var threads = 1
  public var limits = FlowLimits()
  public var filter: PacketFilter?
  /// Who reads the streams of TCP connections; nobody, when there is none.
  public var dissectors: (any StreamDissectorSource)?
  /// Connections whose segments are kept one by one (`FinishedFlow.trace`), to be drawn.
  public var trace = TraceSelection.none
  /// Flows whose frames' numbers are wanted (`RunResult.wantedFrames`).
  public var wantedFlows: Set<FlowOrder> = []
  /// Exchanges as they end, told before their flows are.
  public var exchanges: ExchangeFeed?
  /// Wait for more at the end of a file, until the stop signal.
  public var follow = false
  public var stop: StopSignal?
  /// What opens protected records; the captures' own secrets are added to it.
  public var secrets: SecretStore?
  /// Adds to `secrets` what has come since, as of a key log that grows: called between rounds.
  public var findSecrets: (@Sendable () -> Void)?

  public init() {}
}
