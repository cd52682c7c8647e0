package dev.mooring.tunnel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.RefusedException;
import dev.mooring.tunnel.StreamException;
import dev.mooring.tunnel.spdy.SpdyServer;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a connection that could not be opened means to the user.
final class TunnelRefusalsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | ''       | credentials-refused | rejects the credentials | kubectl auth whoami",
        "404 | no       | pod-gone | api-0 doesn't exist in namespace shop"
            + " | kubectl get pods -n shop",
        "500 | dial tcp | pod-unreachable | dial tcp | kubectl describe pod api-0 -n shop",
        "502 | ''       | pod-unreachable | status 502 | kubectl describe pod api-0 -n shop",
        "403 | cannot get resource    | missing-right | permission to get pods/exec in shop"
            + " | Ask an administrator",
        "403 | cannot create resource | missing-right | permission to create pods/exec in shop"
            + " | Ask an administrator",
        "403 | cannot get resource; cannot create resource | missing-right"
            + " | permission to get and create pods/exec in shop | Ask an administrator",
        "403 | no | missing-right | permission to get and create pods/exec in shop"
            + " | Ask an administrator",
      })
  void eachRefusalSaysWhatTheUserLacks(
      int status, String text, String code, String why, String remedy) throws Exception {
    Problem problem = explain(new RefusedException(status, "Reason", text));
    assertEquals(code, problem.code().id());
    assertEquals("Can't run", problem.what());
    assertTrue(problem.why().contains(why), problem::toString);
    assertTrue(problem.whatToDo().contains(remedy), problem::toString);
    assertEquals("status " + status + " Reason: " + text, problem.detail());
  }

  @Test
  void aMissingRightComesWithBothVerbs() throws Exception {
    Problem problem = explain(new RefusedException(403, "Forbidden", "cannot get resource"));
    assertTrue(
        problem.remedy() instanceof Remedy.Grant grant
            && grant.role().contains("mooring-exec")
            && grant.role().contains("pods/exec")
            && grant.role().contains("get")
            && grant.role().contains("create"),
        problem::toString);
  }

  @Test
  void otherFailuresAreOfTheWayToTheServer() throws Exception {
    Problem tls = explain(new SSLException("bad record"));
    assertEquals(Code.API_UNTRUSTED, tls.code());
    assertEquals("Can't run", tls.what());
    Problem lost = explain(new IOException("cut"));
    assertEquals(Code.CONNECTION_LOST, lost.code());
    assertTrue(lost.why().contains("127.0.0.1:"), lost::toString);
    Problem own = tls.withDetail("own");
    assertSame(own, explain(new StreamException(StreamException.Kind.LOST, own)));
  }

  private static Problem explain(IOException failure) throws IOException {
    try (SpdyServer server = SpdyServer.answering("")) {
      return TunnelRefusals.explain("Can't run", "shop", "api-0", "exec", server, failure)
          .problem();
    }
  }
}
