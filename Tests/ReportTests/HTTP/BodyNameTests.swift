import ApplicationModel
import Testing

@testable import Reports

@Suite("Names of exported bodies")
struct BodyNameTests {
  private static let rows: [(target: String, type: String?, name: String)] = [
    ("/logo.png", "image/png", "1-0-response-logo.png"), ("/", "text/html", "1-0-response.html"),
    ("/a/b/c?x=/d/e.txt#f/g", "application/json; charset=utf-8", "1-0-response-c.json"),
    ("/page/", nil, "1-0-response.bin"), ("/x", "TEXT/PLAIN", "1-0-response-x.txt"),
    ("/feed", "application/atom+xml", "1-0-response-feed.xml"), ("/e", "application/problem+json", "1-0-response-e.json"),
    ("http://h/img.gif", nil, "1-0-response-img.gif"), ("http://h.com", nil, "1-0-response.bin"),
    // What must not lead out of the folder, hide, or end in anybody's shell.
    ("/../../etc/passwd", nil, "1-0-response-passwd.bin"), ("/..", nil, "1-0-response.bin"), ("/a/.", nil, "1-0-response.bin"),
    ("/.bashrc", nil, "1-0-response-bashrc.bin"), ("/...x", nil, "1-0-response-x.bin"),
    ("/%2e%2e%2fpasswd", nil, "1-0-response-_2e_2e_2fpasswd.bin"), ("/a\\..\\b", nil, "1-0-response-a_.._b.bin"),
    ("/a\0b\nc", nil, "1-0-response-a_b_c.bin"), ("/$(rm -rf ~)", nil, "1-0-response-_rm_-rf_.bin"),
    ("/größe.pdf", nil, "1-0-response-gr_e.pdf"), ("/..;/x", nil, "1-0-response-x.bin"),
    ("/a;jsessionid=SECRET", nil, "1-0-response-a.bin"), ("/;jsessionid=SECRET.txt", nil, "1-0-response.bin"),
    ("*", nil, "1-0-response.bin"), ("", nil, "1-0-response.bin"), ("nonsense", nil, "1-0-response.bin"),
  ]

  @Test("a name is one component of plain letters", arguments: rows.indices)
  func name(_ index: Int) throws {
    let row = Self.rows[index]
    let view = try #require(
      Exchanges.view { made in
        made.add(made.request("GET", row.target), made.response(fields: row.type.map { [("Content-Type", $0)] } ?? []))
      })
    #expect(view.bodyName(isRequest: false) == row.name)
  }

  @Test("long names keep their end")
  func long() throws {
    let view = try #require(Exchanges.asking("/" + String(repeating: "x", count: 5000) + ".jpeg"))
    let name = view.bodyName(isRequest: false)
    #expect(name.utf8.count < 200)
    #expect(name.hasSuffix("xxx.jpeg"))
  }

  @Test("a request's body is named by its type")
  func request() throws {
    let view = try #require(
      Exchanges.view { made in
        made.add(made.request("POST", "/login.php", fields: [("Content-Type", "application/x-www-form-urlencoded")]), nil)
      })
    #expect(view.bodyName(isRequest: true) == "1-0-request.txt")
  }
}
