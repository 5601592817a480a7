import Foundation
import Reports
import Testing

/// Against the corpus the schemas are held by Tests/tools/validate_reports.py; here is what needs no validator.
@Suite("Schemas")
struct SchemaTests {
  @Test("a schema is JSON, and its references lead somewhere", arguments: ["report", "records", "packets"])
  func references(_ name: String) throws {
    let schemas = ["report": ReportSchema.report, "records": ReportSchema.records, "packets": ReportSchema.packets]
    let text = try #require(schemas[name])
    let schema = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let definitions = try #require(schema["$defs"] as? [String: Any])
    let references = text.matches(of: /"\$ref": "#\/\$defs\/([a-z_]+)"/).map { String($0.1) }
    #expect(Set(references).isSubset(of: definitions.keys))
    #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
  }
}
