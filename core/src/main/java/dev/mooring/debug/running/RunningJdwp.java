package dev.mooring.debug.running;

import dev.mooring.debug.DebugProtocol;
import dev.mooring.debug.DebugSession.Handover;
import dev.mooring.debug.editor.Endpoint;
import dev.mooring.debug.editor.IdeaXml;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A JVM whose JDWP agent listens (JPDA, "Connection and Invocation Details"). It serves one
/// client at a time, and listens again when that has gone.
///
/// It isn't greeted: for some moments afterwards an editor would be refused, and a program that
/// waits for its debugger would start.
public record RunningJdwp(int port) implements RunningDebugger {
  private static final List<String> OPTIONS = List.of("-agentlib:jdwp=", "-Xrunjdwp:");

  /// In which the JVM itself reads options; what scripts read is theirs.
  private static final List<String> VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  static Optional<RunningJdwp> of(TargetContainer target, Launch launch) {
    return of(launch).or(() -> Skaffold.port(target, "jdwp").map(RunningJdwp::new));
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

  /// "transport=dt_socket,server=y,suspend=n,address=*:5005".
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
        ? Launch.port(options.getOrDefault("address", "")).map(RunningJdwp::new)
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
        new Handover("jdb", "jdb -attach " + new Endpoint(title, address).hostAndPort()),
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
        .formatted(IdeaXml.quoted(title), address.getAddress().getHostAddress(), address.getPort());
  }
}
