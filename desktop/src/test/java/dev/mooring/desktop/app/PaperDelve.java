package dev.mooring.desktop.app;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// Speaks as Delve does of a program that isn't there: it stands at one line of one file, or runs,
/// and keeps breakpoints. For machines without Delve and Go.
final class PaperDelve implements AutoCloseable {
  private static final String FILE = "/src/main.go";
  private static final String FUNCTION = "main.(*store).load";
  private static final int STRING = 24;

  private final ServerSocket server;
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();
  private final Map<Long, Long> breakpoints = new LinkedHashMap<>();
  private final String module;
  private boolean running = true;
  private long line = 1;

  /// @param module that the program says it was built from
  PaperDelve(String module) throws IOException {
    this.module = module;
    server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("paper-delve").start(this::accept);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
  }

  /// The program comes to a line where there is a breakpoint.
  synchronized void reach(long at) {
    if (running && breakpoints.containsValue(at)) {
      running = false;
      line = at;
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket next = server.accept();
        accepted.add(next);
        Thread.ofVirtual().start(() -> serve(next));
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  private void serve(Socket socket) {
    try (socket;
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      for (String next = lines.readLine(); next != null; next = lines.readLine()) {
        Document request = Documents.json(next.getBytes(StandardCharsets.UTF_8), "the test");
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("id", request.at("id").integer().orElseThrow());
        String method = request.at("method").textOrEmpty().replace("RPCServer.", "");
        Object result = answer(method, request.at("params").items().getFirst());
        if (result instanceof String why) {
          reply.put("error", why);
        } else {
          reply.put("result", result);
        }
        String text = Documents.json(Document.of(reply)) + "\n";
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  private synchronized Object answer(String method, Document asked) {
    return switch (method) {
      case "State" -> Map.of("State", state());
      case "Command" -> command(asked.at("name").textOrEmpty());
      case "FindLocation" -> locations(asked.at("Loc").textOrEmpty());
      case "CreateBreakpoint" -> create(asked);
      case "ListBreakpoints" ->
          Map.of("Breakpoints", breakpoints.keySet().stream().map(this::breakpoint).toList());
      case "ClearBreakpoint" -> {
        breakpoints.remove(asked.at("Id").integer().orElseThrow());
        yield Map.of();
      }
      case "Stacktrace" ->
          Map.of("Locations", List.of(place(FUNCTION, line), place("main.main.func1", 63)));
      case "ListGoroutines" -> goroutines();
      case "ListFunctionArgs" -> Map.of("Args", List.of(order(), text("id", "7")));
      case "ListLocalVars" -> Map.of("Variables", List.of());
      case "Eval" -> eval(asked.at("Expr").textOrEmpty());
      case "GuessSubstitutePath" -> Map.of("List", List.of(List.of("/src", "/mooring-module")));
      case "Disassemble" -> instructions();
      default -> "unknown method " + method;
    };
  }

  private Object command(String name) {
    switch (name) {
      case "continue" -> running = true;
      case "halt" -> running = false;
      default -> line++;
    }
    return Map.of("State", state());
  }

  private Map<String, Object> state() {
    if (running) {
      return Map.of("Running", true);
    }
    Map<String, Object> thread = new LinkedHashMap<>(place(FUNCTION, line));
    breakpoints.forEach(
        (id, at) -> {
          if (at == line) {
            thread.put("breakPoint", Map.of("id", id));
          }
        });
    return Map.of("currentThread", thread, "currentGoroutine", Map.of("id", 20));
  }

  private static Map<String, Object> place(String function, long line) {
    return Map.of(
        "file", FILE, "line", line, "pc", 4096 + 16 * line, "function", Map.of("name", function));
  }

  private Object locations(String wanted) {
    String number = wanted.substring(wanted.lastIndexOf(':') + 1);
    long at = number.matches("\\d{1,6}") ? Long.parseLong(number) : 49;
    return at > 75
        ? "could not find statement at " + wanted
        : Map.of("Locations", List.of(place(FUNCTION, at)));
  }

  private Object create(Document asked) {
    long address = asked.at("Breakpoint", "addrs").items().getFirst().integer().orElseThrow();
    long id = breakpoints.size() + 1L;
    breakpoints.put(id, (address - 4096) / 16);
    return Map.of("Breakpoint", breakpoint(id));
  }

  private Map<String, Object> breakpoint(long id) {
    return Map.of(
        "id",
        id,
        "file",
        FILE,
        "line",
        breakpoints.getOrDefault(id, 0L),
        "functionName",
        FUNCTION,
        "totalHitCount",
        1);
  }

  private static Object goroutines() {
    List<Object> all = new ArrayList<>();
    List<Object> groups = new ArrayList<>();
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("main.worker", 1_192L);
    counts.put("net/http.(*connReader).backgroundRead", 11L);
    counts.put(FUNCTION, 1L);
    counts.forEach(
        (function, count) -> {
          groups.add(Map.of("Offset", all.size(), "Count", 1, "Total", count));
          all.add(
              Map.of(
                  "id",
                  all.size() + 18,
                  "userCurrentLoc",
                  place(function, 44),
                  "goStatementLoc",
                  place("main.main", 53)));
        });
    return Map.of("Goroutines", all, "Groups", groups, "TooManyGroups", false);
  }

  private static Map<String, Object> order() {
    return Map.of(
        "name",
        "order",
        "type",
        "*main.Order",
        "kind",
        22,
        "children",
        List.of(
            Map.of(
                "addr",
                8192,
                "type",
                "main.Order",
                "kind",
                25,
                "len",
                2,
                "children",
                List.of(text("ID", "7"), text("Customer", "Ana")))));
  }

  private static Map<String, Object> text(String name, String value) {
    return Map.of(
        "name", name, "type", "string", "kind", STRING, "value", value, "len", value.length());
  }

  private Object eval(String expression) {
    return switch (expression) {
      case "runtime.modinfo" ->
          Map.of(
              "Variable",
              text("modinfo", "path\t" + module + "\nmod\t" + module + "\t(devel)\t\n"));
      case "id" -> Map.of("Variable", text("id", "7"));
      case "*(*\"main.Order\")(0x2000)" ->
          Map.of(
              "Variable",
              Map.of(
                  "type",
                  "main.Order",
                  "kind",
                  25,
                  "children",
                  List.of(text("ID", "7"), text("Customer", "Ana"))));
      default -> "could not find symbol value for " + expression;
    };
  }

  private Object instructions() {
    List<Object> all = new ArrayList<>();
    for (long at = 33; at < 41; at++) {
      all.add(Map.of("Loc", place(FUNCTION, at), "Text", "mov rax, qword ptr [rsp+0x" + at + "]"));
    }
    return Map.of("Disassemble", all);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket each : accepted) {
      each.close();
    }
  }
}
