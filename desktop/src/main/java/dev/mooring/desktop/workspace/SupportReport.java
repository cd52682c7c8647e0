package dev.mooring.desktop.workspace;

import dev.mooring.platform.Directories;
import dev.mooring.platform.Version;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.report.Report;
import dev.mooring.settings.Settings;
import dev.mooring.stack.options.StackOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Gathers what a report for the maintainers holds. Blocks on the cluster.
public final class SupportReport {
  private SupportReport() {}

  /// A cluster that can't be asked is a finding too, not a failure.
  ///
  /// @param registry whose findings; nothing for the default one's
  /// @param workspace opens the context that the report is about
  public static Report gather(
      Settings settings, Optional<String> registry, Supplier<Workspace> workspace)
      throws InterruptedException {
    Map<String, String> versions = versions();
    List<Finding> findings = List.of();
    Optional<Problem> failure = Optional.empty();
    try {
      Workspace open = workspace.get();
      versions.put("kubernetes", open.cluster().version().gitVersion());
      StackOptions options =
          open.stack().locate(registry, Optional.empty(), StackOptions.of(settings));
      versions.put("registry", kind(options));
      findings =
          open.stack()
              .examine(options, options.firstWriter(), options.localPort(settings), ignored -> {});
    } catch (MooringException e) {
      failure = Optional.of(e.problem());
    }
    return new Report(versions, settings, findings, failure, Directories.ofUser().state());
  }

  /// Which of several it is about, without its name.
  private static String kind(StackOptions options) {
    String which = options.isDefault() ? "default" : "further";
    return which + ", " + options.protection().name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("mooring", Version.running().text());
    for (String each : List.of("java.runtime.version", "os.name", "os.version", "os.arch")) {
      versions.put(each, System.getProperty(each, ""));
    }
    versions.put("desktop", System.getenv().getOrDefault("XDG_CURRENT_DESKTOP", ""));
    versions.put("session", System.getenv().getOrDefault("XDG_SESSION_TYPE", ""));
    return versions;
  }
}
