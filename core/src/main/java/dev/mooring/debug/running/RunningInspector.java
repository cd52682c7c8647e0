package dev.mooring.debug.running;

import dev.mooring.debug.DebugProtocol;
import dev.mooring.debug.DebugSession.Handover;
import dev.mooring.debug.editor.Endpoint;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Node.js program that was started with `--inspect` or one of its kin.
public record RunningInspector(int port, String directory) implements RunningDebugger {
  static final int USUAL = 9229;
  private static final Logger LOG = LoggerFactory.getLogger(RunningInspector.class);
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int LONGEST = 4096;
  private static final String NODE = "node.js/";
  private static final String QUESTION =
      "GET /json/version HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  private static final List<String> FLAGS = List.of("--inspect", "--inspect-brk", "--inspect-wait");

  static Optional<RunningInspector> of(TargetContainer target, Launch launch) {
    String directory = target.spec().at("workingDir").textOrEmpty();
    return ofCommand(launch.words())
        .or(() -> ofFlags(launch.words("NODE_OPTIONS")))
        .or(() -> Skaffold.port(target, "devtools"))
        .map(port -> new RunningInspector(port, directory));
  }

  /// The port that `--inspect-port` names; the usual one where none does.
  public static int portOf(List<String> words) {
    return words.stream()
        .filter(each -> each.startsWith("--inspect-port="))
        .flatMap(each -> Launch.port(each.substring(each.indexOf('=') + 1)).stream())
        .findFirst()
        .orElse(USUAL);
  }

  /// Flags of Node.js stand between its name and the script; other programs may have the same.
  private static Optional<Integer> ofCommand(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (Launch.calls(words.get(i), "node") || Launch.calls(words.get(i), "nodejs")) {
        int end = i + 1;
        while (end < words.size() && words.get(end).startsWith("-")) {
          end++;
        }
        return ofFlags(words.subList(i + 1, end));
      }
    }
    return Optional.empty();
  }

  private static Optional<Integer> ofFlags(List<String> words) {
    boolean listens = false;
    int port = USUAL;
    for (String each : words) {
      int equals = each.indexOf('=');
      String flag = equals < 0 ? each : each.substring(0, equals);
      boolean starts = FLAGS.contains(flag);
      listens |= starts;
      if (equals > 0 && (starts || flag.equals("--inspect-port"))) {
        // "--inspect=127.0.0.1" has a host alone.
        String address = each.substring(equals + 1);
        if (address.matches("[0-9]+|.*:[0-9]+")) {
          Optional<Integer> named = Launch.port(address);
          if (named.isEmpty()) {
            return Optional.empty();
          }
          port = named.get();
        }
      }
    }
    return listens ? Optional.of(port) : Optional.empty();
  }

  /// Asks what listens there, which no client of it notices.
  ///
  /// @throws MooringException when it is no Node.js
  public void check(Dialer dialer) throws InterruptedException {
    StringBuilder said = new StringBuilder();
    try (ByteStream stream = dialer.dial()) {
      Thread limit = Thread.ofVirtual().name("inspector-limit").start(() -> closeLate(stream));
      try {
        stream.output().write(QUESTION.getBytes(StandardCharsets.US_ASCII));
        stream.output().flush();
        byte[] part = new byte[LONGEST];
        while (said.indexOf(NODE) < 0 && said.length() < LONGEST) {
          int n = stream.input().read(part);
          if (n < 0) {
            break;
          }
          said.append(new String(part, 0, n, StandardCharsets.UTF_8));
        }
      } finally {
        limit.interrupt();
      }
    } catch (IOException e) {
      LOG.debug("no inspector answered", e);
    }
    if (said.indexOf(NODE) < 0) {
      throw new Problem(
              Code.DEBUG_NOT_POSSIBLE,
              Messages.of("cannot-reach", name(), port),
              Messages.of("no-inspector-listens"),
              new Remedy.Advice(Messages.of("see-what-the-app-logs")))
          .raise();
    }
  }

  private static void closeLate(ByteStream stream) {
    try {
      Thread.sleep(LIMIT);
      stream.close();
    } catch (InterruptedException e) {
      // It answered in time.
    }
  }

  @Override
  public DebugProtocol protocol() {
    return DebugProtocol.INSPECTOR;
  }

  @Override
  public String name() {
    return Messages.of("the-node-inspector");
  }

  @Override
  public List<Handover> handovers(String title, InetSocketAddress address) {
    String place = new Endpoint(title, address).hostAndPort();
    Map<String, Object> configuration = new LinkedHashMap<>();
    configuration.put("name", title);
    configuration.put("type", "node");
    configuration.put("request", "attach");
    configuration.put("address", address.getAddress().getHostAddress());
    configuration.put("port", address.getPort());
    configuration.put("localRoot", "${workspaceFolder}");
    if (!directory.isEmpty()) {
      configuration.put("remoteRoot", directory);
    }
    configuration.put("skipFiles", List.of("<node_internals>/**"));
    return List.of(
        new Handover("node inspect", "node inspect " + place),
        new Handover(Messages.of("vs-code"), Documents.prettyJson(Document.of(configuration))),
        new Handover("Chrome", Messages.of("chrome-inspect", place)));
  }
}
