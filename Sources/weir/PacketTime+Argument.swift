public import ArgumentParser
public import Reports

extension PacketTime: ExpressibleByArgument {}
