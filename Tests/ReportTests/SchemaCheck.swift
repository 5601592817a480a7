import Foundation

/// As much of JSON Schema (2020-12) as our schemas use: says where a value breaks its schema. A keyword it does not know is a
/// fault too, so that nothing passes unlooked at.
struct SchemaCheck {
  private let definitions: JSON

  init(_ schema: String) throws { definitions = try JSON(schema)["$defs"] ?? .object([:]) }

  func faults(_ value: JSON, _ definition: String) -> [String] {
    guard let schema = definitions[definition] else { return ["no definition \(definition)"] }
    return faults(value, schema, definition)
  }

  private func faults(_ value: JSON, _ schema: JSON, _ place: String) -> [String] {
    if case .bool(let isAllowed) = schema { return isAllowed ? [] : ["\(place) is not allowed"] }
    guard case .object(let keywords) = schema else { return ["\(place): no schema"] }
    return keywords.sorted { $0.key < $1.key }.flatMap { fault($0.key, $0.value, value, schema, place) }
  }

  private func fault(_ keyword: String, _ rule: JSON, _ value: JSON, _ schema: JSON, _ place: String) -> [String] {
    let broken = ["\(place): \(keyword)"]
    switch (keyword, rule, value) {
    case ("description", _, _), ("format", _, _), ("then", _, _), ("else", _, _): return []
    case ("$ref", _, _): return faults(value, String((rule.text ?? "").dropFirst("#/$defs/".count)), at: place)
    case ("type", _, _): return rule.text == type(value) || isWhole(rule, value) ? [] : broken + ["is \(type(value))"]
    case ("enum", _, _): return rule.items.contains(value) ? [] : broken
    case ("const", _, _): return rule == value ? [] : broken
    case ("minimum", .number(let bound), .number(let number)): return number >= bound ? [] : broken
    case ("maximum", .number(let bound), .number(let number)): return number <= bound ? [] : broken
    case ("pattern", .string(let pattern), .string(let text)):
      return text.range(of: pattern, options: .regularExpression) == nil ? broken : []
    case ("minItems", .number(let bound), .array(let items)): return Double(items.count) >= bound ? [] : broken
    case ("maxItems", .number(let bound), .array(let items)): return Double(items.count) <= bound ? [] : broken
    case ("uniqueItems", _, .array(let items)): return Set(items).count == items.count ? [] : broken
    case ("minProperties", .number(let bound), .object(let members)): return Double(members.count) >= bound ? [] : broken
    case ("items", _, .array(let items)): return items.flatMap { faults($0, rule, place + "[]") }
    case ("required", _, _): return rule.items.compactMap(\.text).filter { value[$0] == nil }.map { "\(place) lacks \($0)" }
    case ("dependentRequired", .object(let rules), _):
      return rules.flatMap { key, needed in
        value[key] == nil ? [] : needed.items.compactMap(\.text).filter { value[$0] == nil }.map { "\(place) lacks \($0)" }
      }
    case ("properties", .object(let rules), .object(let members)):
      return rules.sorted { $0.key < $1.key }.flatMap { key, rule in
        members[key].map { faults($0, rule, "\(place).\(key)") } ?? []
      }
    case ("additionalProperties", _, _):
      let patterns = schema["patternProperties"]?.keys ?? []
      let others = value.keys.subtracting(schema["properties"]?.keys ?? []).filter {
        Self.pattern(of: $0, among: patterns) == nil
      }
      return others.sorted().flatMap { key in value[key].map { faults($0, rule, "\(place).\(key)") } ?? [] }
    case ("patternProperties", .object(let rules), .object(let members)):
      return members.sorted { $0.key < $1.key }.flatMap { key, member in
        Self.pattern(of: key, among: Set(rules.keys)).flatMap { rules[$0] }.map { faults(member, $0, "\(place).\(key)") } ?? []
      }
    case ("unevaluatedProperties", .bool(false), _):
      return value.keys.subtracting(described(by: schema)).sorted().map { "\(place).\($0) is not described" }
    case ("minLength", .number(let bound), .string(let text)):
      return Double(text.unicodeScalars.count) >= bound ? [] : broken
    case ("allOf", _, _): return rule.items.flatMap { faults(value, $0, place) }
    case ("anyOf", _, _): return rule.items.contains { faults(value, $0, place).isEmpty } ? [] : broken
    case ("not", _, _): return faults(value, rule, place).isEmpty ? broken : []
    case ("if", _, _):
      return (faults(value, rule, place).isEmpty ? schema["then"] : schema["else"]).map { faults(value, $0, place) } ?? []
    case ("minimum", _, _), ("maximum", _, _), ("pattern", _, _), ("minItems", _, _), ("maxItems", _, _), ("uniqueItems", _, _),
      ("minProperties", _, _), ("minLength", _, _), ("items", _, _), ("properties", _, _), ("patternProperties", _, _):
      // Of a value of another type, of which "type" tells.
      return []
    default: return ["\(place): \(keyword) is not known to this check"]
    }
  }

  /// The pattern that a key has; no schema here has keys of which several patterns tell.
  private static func pattern(of key: String, among patterns: Set<String>) -> String? {
    patterns.sorted().first { key.range(of: $0, options: .regularExpression) != nil }
  }

  private func faults(_ value: JSON, _ definition: String, at place: String) -> [String] {
    definitions[definition].map { faults(value, $0, place) } ?? ["\(place): no definition \(definition)"]
  }

  /// Keys that a schema describes, or the one it refers to beside them.
  private func described(by schema: JSON) -> Set<String> {
    let other = schema["$ref"]?.text.flatMap { definitions[String($0.dropFirst("#/$defs/".count))] }
    return (schema["properties"]?.keys ?? []).union(other.map(described) ?? [])
  }

  private func type(_ value: JSON) -> String {
    switch value {
    case .null: "null"
    case .bool: "boolean"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }

  private func isWhole(_ rule: JSON, _ value: JSON) -> Bool {
    if case .number(let number) = value, rule.text == "integer" { number == number.rounded() } else { false }
  }
}
