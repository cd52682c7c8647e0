package dev.mooring.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Document;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpeechTest {
  @ParameterizedTest
  @CsvSource({
    "http, , HTTP",
    "http-web, , HTTP",
    ", , HTTP",
    "web, , HTTP",
    "grpc-api, , HTTP2",
    "http2, , HTTP2",
    "tcp-raw, , TCP",
    "mysql, , TCP",
    "https, , TCP",
    "tcp-raw, http, HTTP",
    "http, kubernetes.io/h2c, HTTP2",
    "web, TCP, TCP",
    "web, kubernetes.io/ws, HTTP"
  })
  void aPortSpeaksWhatIstioTakesItToSpeak(String name, String appProtocol, Speech expected) {
    Map<String, Object> port = new HashMap<>(Map.of("port", 80));
    if (name != null) {
      port.put("name", name);
    }
    if (appProtocol != null) {
      port.put("appProtocol", appProtocol);
    }
    assertEquals(expected, Speech.of(Document.of(port)));
  }

  @Test
  void bytesOfHttp1AreNeverOfferedAsHttp2() {
    assertFalse(Speech.HTTP.protocols().contains("h2"));
    assertTrue(Speech.HTTP2.protocols().contains("h2"));
  }
}
