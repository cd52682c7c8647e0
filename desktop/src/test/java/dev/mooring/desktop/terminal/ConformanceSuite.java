package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Assumptions;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// The conformance suite of the distribution API, built from its authors' Go module and run as a
/// program of its own.
final class ConformanceSuite {
  private static final String MODULE = "github.com/opencontainers/distribution-spec/conformance";
  private static final String VERSION = "v0.0.0-20260831232431-97274622c111";
  private static final Pattern EXCHANGE = Pattern.compile("(?m)^Method: ([A-Z]+)$|^Status: (\\d+)");
  private static final Pattern VERDICT = Pattern.compile("(?m)^  (\\S.*?)\\.+: +(\\w+)$");

  private final Path folder;
  private final Path program;

  private ConformanceSuite(Path folder, Path program) {
    this.folder = folder;
    this.program = program;
  }

  /// One test of the suite as one run of it saw it.
  ///
  /// @param verdict passed, failure, skipped or error
  /// @param exchanges what was asked and answered: "PUT 201"
  record Case(String name, String verdict, List<String> exchanges) {
    boolean passed() {
      return verdict.equals("passed");
    }

    @Override
    public String toString() {
      return name + ": " + verdict + " " + exchanges;
    }
  }

  /// Skips the test where Go, or the module, cannot be had.
  static ConformanceSuite build(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path program = folder.resolve("conformance");
    List<List<String>> steps =
        List.of(
            List.of("go", "mod", "init", "conformance.test"),
            List.of("go", "get", MODULE + "@" + VERSION),
            List.of("go", "build", "-o", program.toString(), MODULE));
    for (List<String> step : steps) {
      Ended ended;
      try {
        ended = run(folder, step, Map.of("CGO_ENABLED", "0"), 5);
      } catch (IOException e) {
        ended = new Ended(1, "no Go here: " + e.getMessage());
      }
      if (ended.code() != 0) {
        System.out.println("conformance suite skipped: " + ended.printed());
        Assumptions.abort("no conformance suite: " + ended.printed());
      }
    }
    return new ConformanceSuite(folder, program);
  }

  /// Runs all of it against a registry.
  ///
  /// @param name for its report's folder
  /// @param from words in front of the program, for a run elsewhere
  List<Case> run(String name, List<String> from, String registry, Map<String, String> settings)
      throws IOException, InterruptedException {
    Path report = folder.resolve(name).resolve("junit.xml");
    String output = start(name, from, registry, settings);
    assertTrue(Files.exists(report), () -> "no report of " + name + ": " + output);
    return cases(report);
  }

  /// Runs what reads an image that is there, and takes the verdicts that the suite prints: in this
  /// mode its version crashes before it writes the other report.
  NavigableMap<String, String> read(
      String name, List<String> from, String registry, Map<String, String> settings)
      throws IOException, InterruptedException {
    NavigableMap<String, String> verdicts = new TreeMap<>();
    String printed = start(name, from, registry, settings);
    for (Matcher next = VERDICT.matcher(printed); next.find(); ) {
      verdicts.put(next.group(1), next.group(2));
    }
    assertFalse(verdicts.isEmpty(), printed);
    return verdicts;
  }

  private String start(
      String name, List<String> from, String registry, Map<String, String> settings)
      throws IOException, InterruptedException {
    Path results = folder.resolve(name);
    List<String> command = new ArrayList<>(from);
    command.add("env");
    command.add("OCI_REGISTRY=" + registry);
    command.add("OCI_TLS=disabled");
    command.add("OCI_RESULTS_DIR=" + results);
    settings.forEach((key, value) -> command.add(key + "=" + value));
    command.add(program.toString());
    return run(folder, command, Map.of(), 5).printed();
  }

  private static List<Case> cases(Path report) throws IOException {
    List<Case> cases = new ArrayList<>();
    try {
      DocumentBuilderFactory xml = DocumentBuilderFactory.newInstance();
      xml.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      NodeList found =
          xml.newDocumentBuilder().parse(report.toFile()).getElementsByTagName("testcase");
      for (int i = 0; i < found.getLength(); i++) {
        Element each = (Element) found.item(i);
        cases.add(
            new Case(each.getAttribute("name"), each.getAttribute("status"), exchanges(log(each))));
      }
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(report + " is no report", e);
    }
    return cases;
  }

  private static String log(Element test) {
    NodeList logs = test.getElementsByTagName("system-err");
    return logs.getLength() == 0 ? "" : logs.item(0).getTextContent();
  }

  private static List<String> exchanges(String log) {
    List<String> exchanges = new ArrayList<>();
    String method = "";
    for (Matcher next = EXCHANGE.matcher(log); next.find(); ) {
      if (next.group(1) != null) {
        method = next.group(1);
      } else {
        exchanges.add(method + " " + next.group(2));
      }
    }
    return List.copyOf(exchanges);
  }

  private record Ended(int code, String printed) {}

  private static Ended run(
      Path folder, List<String> command, Map<String, String> environment, long minutes)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile(folder, "run", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(minutes, TimeUnit.MINUTES), () -> command + " doesn't end");
    } finally {
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
  }
}
