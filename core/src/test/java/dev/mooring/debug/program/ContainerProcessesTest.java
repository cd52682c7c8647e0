package dev.mooring.debug.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.PipeStream;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Documents;
import dev.mooring.tunnel.Tunnels;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ContainerProcessesTest {
  private final List<String> asked = new ArrayList<>();
  private String said = "";

  @Test
  void aSignalThatAProcessDoesNotCatchWouldEndIt() throws Exception {
    for (String caught :
        List.of("0000000000000200", "0000000108014a02", "ffffffffffffffff", "200")) {
      said = "Name:\tnode\nSigIgn:\t0000000000000000\nSigCgt:\t" + caught + "\n";
      assertTrue(processes().catches(7, ContainerProcesses.SIGUSR1), caught);
    }
    for (String other : List.of("0000000000000100", "0", "x", "", "-1", "ffffffffffffffffffff")) {
      said = "SigIgn:\tffffffffffffffff\nSigCgt:\t" + other + "\n";
      assertFalse(processes().catches(7, ContainerProcesses.SIGUSR1), other);
    }
    said = "cat: /proc/7/status: Permission denied";
    assertFalse(processes().catches(7, ContainerProcesses.SIGUSR1));
  }

  @Test
  void onlyAListenerCounts() throws Exception {
    said =
        """
          sl  local_address rem_address   st tx_queue
           0: 0100007F:240D 00000000:0000 0A 00000000:00000000
           1: 0100007F:1F90 0100007F:240E 01 00000000:00000000
           2: 00000000000000000000000000000000:0050 0:0 0A 0
        """;
    assertTrue(processes().listens(9229));
    assertTrue(processes().listens(80));
    assertFalse(processes().listens(8080));
    assertFalse(processes().listens(9230));
  }

  @Test
  void theNumberIsNoPartOfTheScript() throws Exception {
    processes().signal(42, "USR1");
    assertEquals(List.of("sh|-c|kill -USR1 \"$1\"|sh|42"), asked);
  }

  private ContainerProcesses processes() {
    Tunnels tunnels =
        (Tunnels)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Tunnels.class},
                (proxy, method, arguments) -> {
                  asked.add(
                      String.join(
                          "|", ((List<?>) arguments[3]).stream().map(String::valueOf).toList()));
                  return new PipeStream(
                      new ByteArrayInputStream(said.getBytes(StandardCharsets.UTF_8)),
                      OutputStream.nullOutputStream(),
                      () -> {});
                });
    return new ContainerProcesses(
        tunnels,
        new TargetContainer(
            new KubeObject(
                Documents.yaml("metadata: {name: hello, namespace: shop}", "the test").getFirst()),
            "app"));
  }
}
