package dev.mooring.registry.attached;

import dev.mooring.document.Document;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A signed message in its envelope (DSSE): what was signed, and the signatures.
///
/// https://github.com/secure-systems-lab/dsse/blob/master/protocol.md
///
/// @param payload decoded
/// @param signatures decoded; what is no signature is left out
record Envelope(String payloadType, Payload payload, List<Payload> signatures) {
  private static final int MOST_SIGNATURES = 20;

  /// Bytes that a record can hold.
  static final class Payload {
    private final byte[] bytes;

    Payload(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  /// Empty where it is none.
  static Optional<Envelope> of(Document document) {
    Optional<String> type = document.at("payloadType").text();
    Optional<byte[]> payload = document.at("payload").text().flatMap(Encoded::bytes);
    if (type.isEmpty() || payload.isEmpty() || !document.at("signatures").isList()) {
      return Optional.empty();
    }
    List<Payload> signatures =
        document.at("signatures").items().stream()
            .limit(MOST_SIGNATURES)
            .flatMap(each -> Encoded.bytes(each.at("sig").textOrEmpty()).stream())
            .map(Payload::new)
            .toList();
    return Optional.of(new Envelope(type.get(), new Payload(payload.get()), signatures));
  }

  /// What the signatures are of: the type and the payload, each with its length, so that neither
  /// can be taken for a part of the other.
  byte[] signed() {
    byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
    byte[] content = payload.bytes();
    byte[] head =
        ("DSSEv1 " + type.length + " " + payloadType + " " + content.length + " ")
            .getBytes(StandardCharsets.UTF_8);
    byte[] all = java.util.Arrays.copyOf(head, head.length + content.length);
    System.arraycopy(content, 0, all, head.length, content.length);
    return all;
  }
}
