package dev.mooring.practice.node;

import dev.mooring.document.Document;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// Plays the scripts that run in a practice cluster, besides the one that looks at a volume:
/// requests that a verification's pod makes
/// as an outsider, one a line in the variable ORDERS as "number method host url". What came back is
/// told as curl tells it.
final class ShellOrders {
  private static final int PATIENCE_MILLIS = 5000;

  /// What a verification's pod says of a volume of 30 GiB with next to nothing in it.
  private static final String EMPTY_VOLUME = "space 31457280 1024 31456256\nwritten\n";

  private final Nodes nodes;
  private final Document pod;
  private final String node;

  /// @param pod with its address
  ShellOrders(Nodes nodes, Document pod, String node) {
    this.nodes = nodes;
    this.pod = pod;
    this.node = node;
  }

  /// Empty for a container that has no such orders.
  String message(Document container) {
    if (!variable(container, "VOLUME").isEmpty()) {
      return EMPTY_VOLUME;
    }
    String orders = variable(container, "ORDERS");
    String accept = variable(container, "ACCEPT");
    StringBuilder answers = new StringBuilder();
    for (String line : orders.lines().toList()) {
      String[] order = line.split(" ", 4);
      if (order.length == 4) {
        answers
            .append(order[0])
            .append(' ')
            .append(ask(order[1], order[2], order[3], accept))
            .append('\n');
      }
    }
    return answers.toString();
  }

  private static String variable(Document container, String name) {
    return container.at("env").stream()
        .filter(each -> each.at("name").textOrEmpty().equals(name))
        .map(each -> each.at("value").textOrEmpty())
        .findFirst()
        .orElse("");
  }

  private String ask(String method, String host, String url, String accept) {
    URI where = URI.create(url);
    try (Socket socket = dial(where.getHost(), where.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      String request =
          String.join(
              "\r\n",
              method + " " + where.getRawPath() + " HTTP/1.1",
              "Host: " + host,
              "Accept: " + accept,
              "Content-Length: 0",
              "Connection: close",
              "",
              "");
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.startsWith("HTTP/")
          ? answer.lines().findFirst().orElseThrow()
          : "curl: (52) Empty reply from server";
    } catch (ConnectException e) {
      return "curl: (7) Failed to connect to " + where.getAuthority() + ": " + e.getMessage();
    } catch (IOException e) {
      return "curl: (56) Recv failure: Connection reset by peer";
    }
  }

  private Socket dial(String host, int port) throws IOException {
    return pod.at("spec", "hostNetwork").isTrue()
        ? nodes.fromNode(node, host, port)
        : nodes.fromPod(pod, host, port);
  }
}
