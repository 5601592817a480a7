import Foundation
import Reports
import Testing

/// Against the corpus the schemas are held by Tests/tools/validate_reports.py; here is what needs no validator.
@Suite("Schemas")
struct SchemaTests {
  @Test(
    "a schema is JSON, and its references lead somewhere",
    arguments: [
      ReportSchema.report, ReportSchema.records, ReportSchema.packets,
    ])
  func references(_ text: String) throws {
    let schema = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let definitions = try #require(schema["$defs"] as? [String: Any])
    let references = text.matches(of: /"\$ref": "#\/\$defs\/([a-z_]+)"/).map { String($0.1) }
    #expect(Set(references).isSubset(of: definitions.keys))
    #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
  }
}
