package dev.mooring.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {
  private static final String JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbmEifQ.c2lnbmF0dXJl";

  @TempDir Path home;
  private Path logs;

  @BeforeEach
  void aLogThatNamesAndHoldsSecrets() throws IOException {
    logs = Files.createDirectories(home.resolve("logs"));
    Files.writeString(
        logs.resolve("mooring.log"),
        """
        2026-11-25 10:00:00.000 INFO  [job-7] d.m.d.app.DesktopRun | Settings ‹/home/ana/settings.json› cannot be read
        2026-11-25 10:00:01.000 WARN  [payments] dev.mooring.tunnel.Tunnel | Lost ‹payments/api-0› after ‹5› s
        java.io.IOException: cannot reach payments.example
        \tat dev.mooring.tunnel.Tunnel.open(Tunnel.java:12)
        \tat java.base/java.lang.Thread.run(Thread.java:1474)
        Caused by: javax.net.ssl.SSLException: certificate of payments.example
        \t... 12 more
        payments says no
        2026-11-25 10:00:02.000 WARN  [x] i.f.k.Client | payments refused Bearer %s
        2026-11-25 10:00:03.000 INFO  [x] dev.mooring.Old a line of an older Mooring about payments
        2026-11-25 10:00:04.000 WARN  [x] d.m.Login | it said ‹token: hunter2 at https://ana:pass@registry.example/›
        -----BEGIN RSA PRIVATE KEY-----
        MIIEowIBAAKCAQEA
        -----END RSA PRIVATE KEY-----
        """
            .formatted(JWT));
  }

  private Report report() {
    Settings settings =
        Settings.defaults()
            .withContext("payments")
            .withRegistryImage("registry.payments.example/registry:3")
            .withLocalPort(5001);
    return new Report(
        Map.of("mooring", "0.1.0"),
        settings,
        List.of(
            Finding.warning(
                "istio.injector", "Istio injector", "payments is not labelled", Remedy.none())),
        Optional.of(
            new Problem(
                Code.CLUSTER_UNREACHABLE,
                "Cannot reach payments",
                "no answer from payments.example",
                new Remedy.Advice("Wait"))),
        logs);
  }

  private Map<String, String> written(Report.Names names) throws IOException {
    Path file = home.resolve("report-" + names + ".zip");
    report().write(file, names);
    Map<String, String> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry each = zip.getNextEntry(); each != null; each = zip.getNextEntry()) {
        entries.put(each.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return entries;
  }

  @Test
  void namesAreInNoPartOfAReportThatWasNotAskedForThem() throws IOException {
    Map<String, String> entries = written(Report.Names.LEFT_OUT);
    assertEquals(List.of("report.json", "mooring.log"), List.copyOf(entries.keySet()));
    entries.forEach(
        (name, text) -> {
          for (String each : List.of("payments", "ana", "example", "hunter2", JWT, "MIIE")) {
            assertFalse(text.contains(each), () -> each + " in " + name + ":\n" + text);
          }
        });
  }

  @Test
  void whatAMaintainerNeedsStays() throws IOException {
    Map<String, String> entries = written(Report.Names.LEFT_OUT);
    String report = entries.getOrDefault("report.json", "");
    for (String each : List.of("0.1.0", "istio.injector", "cluster-unreachable", "5001")) {
      assertTrue(report.contains(each), () -> each + " in " + report);
    }
    assertEquals(
        """
        2026-11-25 10:00:00.000 INFO d.m.d.app.DesktopRun | Settings ‹› cannot be read
        2026-11-25 10:00:01.000 WARN dev.mooring.tunnel.Tunnel | Lost ‹› after ‹› s
        java.io.IOException
        \tat dev.mooring.tunnel.Tunnel.open(Tunnel.java:12)
        \tat java.base/java.lang.Thread.run(Thread.java:1474)
        Caused by: javax.net.ssl.SSLException
        \t... 12 more
        2026-11-25 10:00:02.000 WARN i.f.k.Client | (not Mooring's)
        2026-11-25 10:00:04.000 WARN d.m.Login | it said ‹›\
        """,
        entries.get("mooring.log"));
  }

  @Test
  void secretsGoAlsoWhereNamesAreWanted() throws IOException {
    Map<String, String> entries = written(Report.Names.KEPT);
    assertTrue(entries.getOrDefault("report.json", "").contains("payments is not labelled"));
    String log = entries.getOrDefault("mooring.log", "");
    assertTrue(log.contains("payments refused"), log);
    for (String each : List.of(JWT, "hunter2", "ana:pass", "MIIE")) {
      assertFalse(log.contains(each), () -> each + " in " + log);
    }
  }

  @Test
  void anExistingFileStays() throws IOException {
    Path file = Files.writeString(home.resolve("mine.zip"), "mine");
    MooringException refused =
        assertThrows(MooringException.class, () -> report().write(file, Report.Names.LEFT_OUT));
    assertEquals(Code.FILE_EXISTS, refused.problem().code());
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void aValueCannotPretendToEndItself() {
    assertEquals("‹a>b<c d›", LogLine.marked("a›b‹c\nd"));
  }
}
