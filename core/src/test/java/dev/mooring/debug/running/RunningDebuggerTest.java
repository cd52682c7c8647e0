package dev.mooring.debug.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Documents;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Delve has a test of its own.
final class RunningDebuggerTest {
  private static final InetSocketAddress LOCAL =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 23456);

  @Test
  void aJvmThatListensIsReadFromItsOptions() {
    assertEquals(
        jdwp(5005),
        of(
            "command: [java, '-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=*:5005',"
                + " -jar, /app.jar]"));
    assertEquals(
        jdwp(8000),
        of("args: ['-Xrunjdwp:server=y,transport=dt_socket,address=8000', -jar, app.jar]"));
    assertEquals(
        jdwp(5005),
        of(
            "command: [sh, -c, 'exec java"
                + " \"-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=5005\" Main']"));
    for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")) {
      assertEquals(
          jdwp(5006),
          of(
              "env: [{name: %s, value: '-Xmx1g ".formatted(variable)
                  + "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=[::1]:5006'}]"));
    }
  }

  @Test
  void aJvmThatListensOnlyLaterOrNotAtAllIsNotTakenForOneThatDoes() {
    for (String each :
        List.of(
            "transport=dt_socket,server=n,address=5005",
            "transport=dt_socket,server=y",
            "transport=dt_socket,server=y,address=0",
            "transport=dt_socket,server=y,address=host:99999",
            "transport=dt_socket,server=y,address=5005,onjcmd=y",
            "transport=dt_socket,server=y,address=5005,onthrow=java.io.IOException,launch=x",
            "transport=dt_shmem,server=y,address=5005",
            "help",
            ",,,=,server")) {
      assertEquals(
          Optional.empty(), of("command: [java, '-agentlib:jdwp=" + each + "', Main]"), each);
    }
    assertEquals(
        Optional.empty(),
        of("env: [{name: JAVA_TOOL_OPTIONS, valueFrom: {secretKeyRef: {name: a, key: b}}}]"));
  }

  @Test
  void debugpyIsReadFromTheCommand() {
    assertEquals(
        Optional.of(new RunningDebugpy(5678, "/srv")),
        of(
            "command: [python3, -m, debugpy, --listen, '0.0.0.0:5678', --wait-for-client, app.py],"
                + " workingDir: /srv"));
    assertEquals(
        Optional.of(new RunningDebugpy(5679, "")),
        of("args: [sh, -c, 'python -Xfrozen_modules=off -m debugpy --listen=5679 -m flask run']"));
    assertEquals(Optional.empty(), of("command: [python3, -m, debugpy, app.py, --listen, '5678']"));
    assertEquals(Optional.empty(), of("command: [python3, debugpy, --listen, '5678', app.py]"));
    assertEquals(
        Optional.empty(), of("command: [python3, -m, debugpy, --connect, '5678', app.py]"));
  }

  @Test
  void nodesInspectorIsReadFromTheCommandAndFromItsOptions() {
    assertEquals(
        Optional.of(new RunningInspector(9229, "")), of("command: [node, --inspect, app.js]"));
    assertEquals(
        Optional.of(new RunningInspector(9230, "/srv")),
        of("command: [/usr/bin/node, '--inspect-brk=0.0.0.0:9230', app.js], workingDir: /srv"));
    assertEquals(
        Optional.of(new RunningInspector(9231, "")),
        of("command: [node, --inspect-port=9231, --inspect, app.js]"));
    assertEquals(
        Optional.of(new RunningInspector(9229, "")),
        of("env: [{name: NODE_OPTIONS, value: '--max-old-space-size=512 --inspect=127.0.0.1'}]"));
    for (String each :
        List.of(
            "command: [node, app.js, --inspect]",
            "command: [/app, --inspect]",
            "command: [node, '--inspect=0', app.js]",
            "command: [node, '--inspect=host:123456', app.js]",
            "command: [node, --inspect-port=9230, app.js]")) {
      assertEquals(Optional.empty(), of(each), each);
    }
  }

  @Test
  void skaffoldsAnnotationNamesThePortOfEachKind() {
    assertEquals(jdwp(5005), annotated("\"runtime\":\"jvm\",\"ports\":{\"jdwp\":5005}"));
    assertEquals(
        Optional.of(new RunningInspector(9229, "")), annotated("\"ports\":{\"devtools\":9229}"));
    assertEquals(Optional.of(new RunningDebugpy(5678, "")), annotated("\"ports\":{\"dap\":5678}"));
    for (String hostile :
        List.of(
            "\"ports\":{\"jdwp\":70000}",
            "\"ports\":{\"jdwp\":-1}",
            "\"ports\":{\"jdwp\":\"5005\"}",
            "\"ports\":{\"jdwp\":123456789012345678901234567890}",
            "\"ports\":[5005]")) {
      assertEquals(Optional.empty(), annotated(hostile), hostile);
    }
  }

  @Test
  void editorsAreHandedTheLocalAddress() {
    String jvm = new RunningJdwp(5005).handovers("a <&> \"b\"", LOCAL).toString();
    assertTrue(jvm.contains("jdb -attach 127.0.0.1:23456"), jvm);
    assertTrue(jvm.contains("\"hostName\" : \"127.0.0.1\""), jvm);
    assertTrue(jvm.contains("<option name=\"PORT\" value=\"23456\" />"), jvm);
    assertTrue(jvm.contains("name=\"a &lt;&amp;&gt; &quot;b&quot;\" type=\"Remote\""), jvm);
    String python = new RunningDebugpy(5678, "/srv").handovers("t", LOCAL).toString();
    assertTrue(python.contains("\"remoteRoot\" : \"/srv\""), python);
    String node = new RunningInspector(9229, "").handovers("t", LOCAL).toString();
    assertTrue(node.contains("add 127.0.0.1:23456"), node);
  }

  private static Optional<RunningJdwp> jdwp(int port) {
    return Optional.of(new RunningJdwp(port));
  }

  private static Optional<RunningDebugger> annotated(String config) {
    return of(
        "annotations: {debug.cloud.google.com/config: '{\"app\":{%s}}'}".formatted(config), "");
  }

  private static Optional<RunningDebugger> of(String container) {
    return of("", container);
  }

  private static Optional<RunningDebugger> of(String metadata, String container) {
    TargetContainer target =
        new TargetContainer(
            new KubeObject(
                Documents.yaml(
                        """
                        metadata: {name: hello, namespace: shop, %s}
                        spec: {containers: [{name: app, %s}]}
                        """
                            .formatted(metadata, container),
                        "the test")
                    .getFirst()),
            "app");
    return RunningDebugger.of(target, Launch.of(target.spec()));
  }
}
