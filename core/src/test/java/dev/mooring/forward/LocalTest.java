package dev.mooring.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.problem.MooringException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalTest {

  @Test
  void theLinesForTheHostsFileNameEachAddress() {
    assertEquals(
        List.of("127.0.0.1 db.test", "::1 db.test"),
        new Local(List.of(), 5432, false, "db.test").hostsLines());
    assertEquals(
        List.of("127.0.0.9 db.test", "::1 db.test"),
        new Local(
                List.of(InetAddress.ofLiteral("127.0.0.9"), InetAddress.ofLiteral("::1")),
                5432,
                false,
                "db.test")
            .hostsLines());
    assertEquals(List.of(), Local.port(1).hostsLines());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "a_b", "-a", "a-", "a..b", ".a", "a.", "127.0.0.1", "a\nb", "x/../y"})
  void whatIsNoHostNameIsNoAlias(String text) {
    assertThrows(MooringException.class, () -> new Local(List.of(), 0, false, text), text);
  }
}
