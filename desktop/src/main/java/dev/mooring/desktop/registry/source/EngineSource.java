package dev.mooring.desktop.registry.source;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.engine.Engine;
import dev.mooring.engine.InspectedImage;
import dev.mooring.job.Jobs;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Registry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The images of Docker or Podman on this machine.
final class EngineSource implements Source {
  private final ImageSources ways;
  private final Fetched<RepositoryNames> repositories;
  private final ReadOnlyBooleanWrapper answered = new ReadOnlyBooleanWrapper();
  private final Ui ui;
  private @Nullable EngineContents contents;

  /// @param ways whose engines are asked
  EngineSource(ImageSources ways, Jobs reads, Ui ui) {
    this.ways = ways;
    this.ui = ui;
    repositories = new Fetched<>(Messages.of("reading-local-images"), reads, ui);
  }

  @Override
  public String key() {
    return "engine";
  }

  @Override
  public String name() {
    return Messages.of("this-machine");
  }

  @Override
  public Feather icon() {
    return Feather.MONITOR;
  }

  @Override
  public String host() {
    return "";
  }

  @Override
  public Set<String> hosts() {
    return Set.of();
  }

  @Override
  public ReadOnlyBooleanProperty reachable() {
    return answered.getReadOnlyProperty();
  }

  @Override
  public Fetched<RepositoryNames> repositories() {
    return repositories;
  }

  @Override
  public void read() {
    repositories.fetch(
        progress -> {
          List<Engine> engines = ways.engines().get();
          try {
            EngineContents now = EngineContents.of(engines);
            ui.execute(() -> came(now));
            return RepositoryNames.some(
                now.repositories(), engines.isEmpty() ? Messages.of("no-engine-runs") : "");
          } finally {
            engines.forEach(Engine::close);
          }
        });
  }

  private void came(EngineContents now) {
    contents = now;
    answered.set(true);
  }

  @Override
  public Optional<Contents> contents() {
    return Optional.ofNullable(contents);
  }

  @Override
  public Optional<Registry> registry() {
    return Optional.empty();
  }

  @Override
  public Optional<LocalImages> local() {
    return Optional.of(this::inspect);
  }

  /// Asks the first engine that has it, as the list does.
  private InspectedImage inspect(String name) throws InterruptedException {
    List<Engine> engines = ways.engines().get();
    try {
      for (Engine engine : engines) {
        try {
          return engine.inspect(name);
        } catch (MooringException e) {
          if (e.problem().code() != Code.IMAGE_MISSING) {
            throw e;
          }
        }
      }
      throw EngineContents.gone(name).raise();
    } finally {
      engines.forEach(Engine::close);
    }
  }

  @Override
  public ImageSources ways() {
    return ways;
  }

  @Override
  public String whyNoRegistry() {
    return Messages.of("push-it-to-a-registry-first");
  }

  @Override
  public void close() {
    repositories.clear();
  }
}
