import ApplicationModel
import ArgumentParser
import Foundation
import Protobuf
import Reports

/// What tells a command what gRPC's messages mean.
struct ProtoOptions: ParsableArguments {
  @Option(
    name: .customLong("proto"),
    help: ArgumentHelp(
      """
      What describes gRPC's messages, so that they are told as JSON: a FileDescriptorSet, as protoc --include_imports \
      --descriptor_set_out=FILE writes it; several times for several.
      """, valueName: "file"))
  var descriptors: [String] = []

  @Flag(
    name: .customLong("reveal-fields"),
    help: "Show what fields of gRPC messages hold that no --proto describes; nothing tells which of them are secret.")
  var revealFields = false

  /// Gives readers what the descriptors say.
  func apply(to options: inout ApplicationOptions) throws {
    guard !descriptors.isEmpty else { return }
    var sets: [[UInt8]] = []
    for path in descriptors { sets.append(try Self.read(path)) }
    do throws(ProtoError) {
      let schema = try ProtoSchema(sets: sets)
      if !schema.missingTypes.isEmpty { Self.warn(schema.missingTypes) }
      options.proto = schema
    } catch {
      // Each was read on its own before.
      throw ExitCode(RunStatus.failure.rawValue)
    }
  }

  func redaction(revealSecrets: Bool) -> Redaction { Redaction(revealSecrets: revealSecrets, revealFields: revealFields) }

  /// Octets of a descriptor set: Google's public APIs, all together, have some 30 MB.
  private static let maximumSize = 256 << 20

  private static func read(_ path: String) throws -> [UInt8] {
    let octets: [UInt8]
    do {
      let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? file.close() }
      octets = Array(try file.read(upToCount: maximumSize + 1) ?? Data())
    } catch {
      let reason = (error as NSError).localizedDescription
      throw failure("cannot read the descriptors \(path): \(FileStatus(path) == nil ? "there is no such file" : reason)")
    }
    guard octets.count <= maximumSize else { throw failure("the descriptors \(path) have more than \(maximumSize >> 20) MiB") }
    guard let schema = try? ProtoSchema(sets: [octets]), !schema.messages.isEmpty || schema.methodCount > 0 else {
      throw failure(
        "\(path) is no FileDescriptorSet with messages in it. Make one with protoc --include_imports "
          + "--descriptor_set_out=FILE.desc FILE.proto")
    }
    return octets
  }

  private static func warn(_ types: [String]) {
    let named = types.prefix(3).joined(separator: ", ") + (types.count > 3 ? " and \(types.count - 3) others" : "")
    Diagnostics.warning("the descriptors lack \(named): protoc puts them in with --include_imports")
  }

  private static func failure(_ message: String) -> ExitCode {
    Diagnostics.error(message)
    return ExitCode(RunStatus.failure.rawValue)
  }
}
