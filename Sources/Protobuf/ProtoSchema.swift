/// What descriptors say of messages, enumerations and services: one `FileDescriptorSet`, or several.
public final class ProtoSchema: Sendable {
  public init() {}
}
