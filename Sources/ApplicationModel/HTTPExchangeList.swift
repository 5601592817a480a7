/// A log's exchanges, in pieces: a list of a million grows without being copied to a larger place again and again.
public struct HTTPExchangeList: RandomAccessCollection, MutableCollection, ExpressibleByArrayLiteral, Sendable {
  /// All but the last are full.
  @usableFromInline var pieces: [[HTTPExchange]] = []
  public private(set) var count = 0

  /// Exchanges of a piece, as a power of two: a piece is some hundred kilobytes.
  @usableFromInline static var shift: Int { 8 }
  @usableFromInline static var mask: Int { 1 << shift &- 1 }

  public init() {}

  public init(arrayLiteral exchanges: HTTPExchange...) {
    for exchange in exchanges { append(exchange) }
  }

  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { count }

  // Inlined, for else each access allocates.
  @inlinable
  public subscript(index: Int) -> HTTPExchange {
    _read { yield pieces[index >> Self.shift][index & Self.mask] }
    _modify { yield &pieces[index >> Self.shift][index & Self.mask] }
  }

  public mutating func append(_ exchange: HTTPExchange) {
    let piece = count >> Self.shift
    if piece == pieces.count {
      pieces.append([])
      // Most connections have a few.
      if piece > 0 { pieces[piece].reserveCapacity(1 << Self.shift) }
    }
    pieces[piece].append(exchange)
    count &+= 1
  }

  /// Looks at each exchange where it lies, with its index: it is large, and the subscript copies it.
  public func look(_ body: (Int, borrowing HTTPExchange) -> Void) {
    var index = 0
    for piece in pieces {
      for place in piece.indices {
        body(index, piece[place])
        index &+= 1
      }
    }
  }

  /// Exchanges that there is room for.
  public var capacity: Int { pieces.reduce(0) { $0 &+ $1.capacity } }
}
