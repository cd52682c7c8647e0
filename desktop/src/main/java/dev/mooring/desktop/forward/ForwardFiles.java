package dev.mooring.desktop.forward;

import dev.mooring.cluster.Context;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.forward.SavedForward;
import dev.mooring.forward.exchange.Exchange;
import dev.mooring.forward.exchange.Exported;
import dev.mooring.forward.exchange.Imported;
import dev.mooring.forward.running.ContextForwards;
import dev.mooring.job.Jobs;
import dev.mooring.settings.SettingsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Takes forwards out of files, those of other tools too, and writes them for those.
final class ForwardFiles {
  private final Context context;
  private final Supplier<List<Context>> contexts;
  private final SettingsFile settings;
  private final Jobs jobs;
  private final Fetched<Imported> found;

  /// @param contexts of the kubeconfig now
  ForwardFiles(
      Context context,
      Supplier<List<Context>> contexts,
      SettingsFile settings,
      Jobs jobs,
      Jobs reads,
      Ui ui) {
    this.context = context;
    this.contexts = contexts;
    this.settings = settings;
    this.jobs = jobs;
    this.found = new Fetched<>(Messages.of("job-reading-file"), reads, ui);
  }

  /// What the file that was read last would add.
  Fetched<Imported> found() {
    return found;
  }

  void read(Path file) {
    found.clear();
    found.fetch(
        progress ->
            Exchange.read(file, Optional.empty())
                .at(context.name(), contexts.get())
                .atRest()
                .beside(ContextForwards.saved(settings.settings().get())));
  }

  void add(List<SavedForward> more) {
    settings.update(s -> ContextForwards.with(s, more));
  }

  List<SavedForward> ofThisContext() {
    return all().stream().filter(each -> each.context().equals(context.name())).toList();
  }

  List<SavedForward> all() {
    return ContextForwards.saved(settings.settings().get());
  }

  void write(Exported exported, Path file) {
    jobs.start(
        Messages.of("job-exporting", file.getFileName()),
        progress -> {
          exported.writeTo(file, true);
          return file;
        },
        Path::toString);
  }
}
