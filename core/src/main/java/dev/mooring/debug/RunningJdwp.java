package dev.mooring.debug;

import dev.mooring.debug.DebugSession.Handover;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A JVM whose JDWP agent listens (JPDA, "Connection and Invocation Details"). It serves one
/// client at a time, and listens again when that has gone.
///
/// @param waits whether the program waits for its first client, whose going would let it start
record RunningJdwp(int port, boolean waits) implements RunningDebugger {
  private static final List<String> OPTIONS = List.of("-agentlib:jdwp=", "-Xrunjdwp:");

  /// In which the JVM itself reads options; what scripts read is theirs.
  private static final List<String> VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private static final byte[] HANDSHAKE = "JDWP-Handshake".getBytes(StandardCharsets.US_ASCII);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  static Optional<RunningJdwp> of(TargetContainer target) {
    return of(Launch.of(target.spec()))
        .or(() -> Skaffold.port(target, "jdwp").map(port -> new RunningJdwp(port, false)));
  }

  static Optional<RunningJdwp> of(Launch launch) {
    return Stream.concat(
            launch.words().stream(),
            VARIABLES.stream().flatMap(each -> launch.words(each).stream()))
        .flatMap(
            word -> OPTIONS.stream().filter(word::startsWith).map(o -> word.substring(o.length())))
        .flatMap(each -> ofSuboptions(each).stream())
        .findFirst();
  }

  /// "transport=dt_socket,server=y,suspend=n,address=*:5005"; it waits unless told not to.
  private static Optional<RunningJdwp> ofSuboptions(String text) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String each : text.split(",", 50)) {
      int equals = each.indexOf('=');
      if (equals > 0) {
        options.put(each.substring(0, equals), each.substring(equals + 1));
      }
    }
    // Where onthrow, onuncaught or onjcmd is given, nothing listens until then.
    boolean later =
        !options.getOrDefault("onthrow", "").isEmpty()
            || options.getOrDefault("onuncaught", "n").equals("y")
            || options.getOrDefault("onjcmd", "n").equals("y");
    return options.getOrDefault("server", "n").equals("y")
            && options.getOrDefault("transport", "").equals("dt_socket")
            && !later
        ? Launch.port(options.getOrDefault("address", ""))
            .map(port -> new RunningJdwp(port, options.getOrDefault("suspend", "y").equals("y")))
        : Optional.empty();
  }

  @Override
  public DebugProtocol protocol() {
    return DebugProtocol.JDWP;
  }

  @Override
  public String name() {
    return Messages.of("the-jvms-debugger");
  }

  @Override
  public List<Handover> handovers(String title, InetSocketAddress address) {
    return List.of(
        new Handover("jdb", "jdb -attach " + Handovers.host(address) + ":" + address.getPort()),
        new Handover(Messages.of("vs-code"), visualStudioCode(title, address)),
        new Handover("IntelliJ IDEA", intelliJ(title, address)));
  }

  private static String visualStudioCode(String title, InetSocketAddress address) {
    Map<String, Object> configuration = new LinkedHashMap<>();
    configuration.put("name", title);
    configuration.put("type", "java");
    configuration.put("request", "attach");
    configuration.put("hostName", address.getAddress().getHostAddress());
    configuration.put("port", address.getPort());
    return Documents.prettyJson(Document.of(configuration));
  }

  /// A file for `.run/`: a configuration of the kind "Remote JVM Debug".
  private static String intelliJ(String title, InetSocketAddress address) {
    return """
        <component name="ProjectRunConfigurationManager">
          <configuration default="false" name="%s" type="Remote">
            <option name="USE_SOCKET_TRANSPORT" value="true" />
            <option name="SERVER_MODE" value="false" />
            <option name="SHMEM_ADDRESS" />
            <option name="HOST" value="%s" />
            <option name="PORT" value="%d" />
            <option name="AUTO_RESTART" value="false" />
            <method v="2" />
          </configuration>
        </component>
        """
        .formatted(Handovers.xml(title), address.getAddress().getHostAddress(), address.getPort());
  }

  /// By the handshake alone, after which it listens again.
  @Override
  public void greet(Dialer dialer) throws InterruptedException {
    if (waits) {
      return;
    }
    byte[] answer = new byte[0];
    String why = Messages.of("no-response-within-s", LIMIT.toSeconds());
    try (ByteStream stream = dialer.dial()) {
      Thread limit = closing(stream);
      try {
        stream.output().write(HANDSHAKE);
        stream.output().flush();
        answer = stream.input().readNBytes(HANDSHAKE.length);
        why = Messages.of("it-did-not-answer-as-a-jvm");
      } finally {
        limit.interrupt();
      }
    } catch (IOException e) {
      throw refused(why, e);
    } catch (MooringException e) {
      throw refused(e.problem().why(), e);
    }
    if (!Arrays.equals(answer, HANDSHAKE)) {
      throw refused(why, null);
    }
  }

  private static Thread closing(ByteStream stream) {
    return Thread.ofVirtual()
        .name("jdwp-limit")
        .start(
            () -> {
              try {
                Thread.sleep(LIMIT);
                stream.close();
              } catch (InterruptedException e) {
                // It answered in time.
              }
            });
  }

  private MooringException refused(String why, @Nullable Exception e) {
    Problem problem =
        new Problem(
            Code.DEBUG_NOT_POSSIBLE,
            Messages.of("cannot-reach", name(), port),
            why,
            new Remedy.Advice(Messages.of("disconnect-other-debuggers")));
    return e == null ? problem.raise() : problem.raise(e);
  }
}
