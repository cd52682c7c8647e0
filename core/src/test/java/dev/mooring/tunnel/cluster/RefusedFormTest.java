package dev.mooring.tunnel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.tunnel.RefusedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which refusals lead to another form of the same question.
final class RefusedFormTest {
  @ParameterizedTest
  @CsvSource({
    "403, '', unsupported protocol, true",
    "404, '', no such page, true",
    "200, '', '', true",
    "400, BadRequest, what is that, true",
    "500, InternalError, unable to upgrade, true",
    "403, Forbidden, cannot get pods/portforward, false",
    "404, NotFound, pods \"api\" not found, false",
    "500, InternalError, dial tcp, false",
    "401, '', '', false",
    "401, Unauthorized, no upgrade for you, false",
    "404, '', pod does not exist, false",
    "400, BadRequest, pod does not exist, false"
  })
  void onlyOnesAboutHowItWasAskedDo(int status, String reason, String text, boolean form) {
    assertEquals(form, Negotiation.isAboutTheForm(new RefusedException(status, reason, text)));
  }
}
