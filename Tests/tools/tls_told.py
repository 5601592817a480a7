"""Where a report says what of TLS. Of tls_truth.py's files only this one knows the report's names."""

import collections

from http_told import ends, told_exchanges, told_sessions


def told_flows(report):
    """By the ends of each flow, its TLS sessions, the outermost first."""
    found = collections.defaultdict(list)
    for flow in report["flows"]:
        found[(flow.get("transport", "tcp"),) + ends(flow)].append(flow)
    return found


def sessions(flow):
    return [Told(session, flow) for session in [flow.get("tls")] + flow.get("tls_inner", []) if session]


class Told:
    """A session of a report."""

    def __init__(self, session, flow):
        self.session, self.flow = session, flow
        self.nesting = session.get("nesting", 0)
        # A draft's is called as what became of it.
        self.version = session.get("version", "").removeprefix("dtls").split("-draft")[0] or None
        if self.version and self.version.startswith("ssl"):
            self.version = self.version.split(".")[0]
        for name in ("cipher", "server_name", "complete", "early_data", "decrypted"):
            setattr(self, name, session.get(name))
        self.alpn = session.get("alpn", {}).get("selected")
        self.alpn_offered = session.get("alpn", {}).get("offered", [])
        # False, or how.
        self.resumed = session.get("resumption")
        if session.get("resumed") == (self.resumed == "full"):
            self.resumed = f"{session.get('resumed')} and {self.resumed}"
        elif self.resumed == "full":
            self.resumed = False
        self.hello_retry = "hello_retry_request" in session
        self.hello_verify = "hello_verify_request_frame" in session
        self.ssl2_hello = session.get("client_hello", {}).get("ssl2_compatible", False)
        self.ech = session.get("ech", False)
        hello = session.get("server_hello", {})
        self.group = hello.get("group")
        self.extended_master_secret = hello.get("extended_master_secret", False)
        self.encrypt_then_mac = hello.get("encrypt_then_mac", False)
        self.starttls = session.get("start_tls", {}).get("protocol")
        self.renegotiations = len(session.get("renegotiations", []))
        self.failure = session.get("failure")

    def certificates(self, sender):
        return [certificate["sha256"] for certificate in self.session.get("certificates", []) if certificate["sender"] == sender]

    def chain_facts(self):
        """Faults of the chains, and certificates out of their time."""
        faults = {fault for message in self.session.get("certificate_messages", []) for fault in message.get("faults", [])}
        return faults | {certificate["validity"] for certificate in self.session.get("certificates", [])
                         if certificate.get("validity") not in (None, "valid")}

    def compressions(self):
        return [message["compression"] for message in self.session.get("certificate_messages", []) if "compression" in message]

    def alerts(self, sender):
        """Those whose words are known."""
        return [(alert.get("level"), alert["description"]) for alert in self.session.get("alerts", [])
                if alert["sender"] == sender and "description" in alert]

    def key_updates(self, sender):
        return sum(update["sender"] == sender for update in self.session.get("key_updates", []))

    def plaintext(self, side):
        return self.session.get("sides", {}).get(side, {}).get("plaintext_bytes", 0)

    def failed(self, side):
        return self.session.get("decryption", {}).get(side, {}).get("failed", 0)

    def close(self, side):
        return self.session.get("close", {}).get(side, {})

    def truncated(self, side):
        return self.close(side).get("truncated", False)

    def ended_by(self, side):
        return self.close(side).get("ended_by")


def told_http(flow):
    """Exchanges, but those that open tunnels."""
    return [exchange for exchange in told_exchanges(flow) if exchange.method != "CONNECT"]


def told_messages(flow):
    return [{"sender": message["sender"], "opcode": message["opcode"], "bytes": message["bytes"]}
            for session in told_sessions(flow) for message in session.get("messages", [])]
