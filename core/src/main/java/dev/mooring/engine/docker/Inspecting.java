package dev.mooring.engine.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.ImageHistory;
import dev.mooring.document.Printable;
import dev.mooring.engine.InspectedImage;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads an engine's answers about one image. Whatever is missing is left empty; what is too much
/// is cut.
final class Inspecting {
  /// Entries of a list, and characters of a text.
  private static final int MOST = 10_000;

  private static final int LONGEST = 64 << 10;

  /// The year 9999.
  private static final long LATEST = 253_402_300_799L;

  private Inspecting() {}

  static InspectedImage of(InspectImageResponse image, List<ImageHistory> history) {
    List<String> layers = image.getRootFS() == null ? null : image.getRootFS().getLayers();
    ContainerConfig config = image.getConfig();
    return new InspectedImage(
        text(image.getId()),
        texts(image.getRepoTags()),
        texts(image.getRepoDigests()),
        platform(image),
        number(image.getSize()),
        instant(image.getCreated()),
        text(image.getAuthor()),
        layers == null ? 0 : layers.size(),
        run(config == null ? new ContainerConfig() : config),
        labels(config == null ? null : config.getLabels()),
        // The engine tells the newest step first.
        history.stream()
            .filter(Objects::nonNull)
            .limit(MOST)
            .map(Inspecting::step)
            .toList()
            .reversed());
  }

  private static String platform(InspectImageResponse image) {
    String os = text(image.getOs());
    return os.isEmpty() ? "" : os + "/" + text(image.getArch());
  }

  private static InspectedImage.Run run(ContainerConfig config) {
    ExposedPort[] ports = config.getExposedPorts();
    Map<String, ?> volumes = config.getVolumes();
    return new InspectedImage.Run(
        texts(config.getEntrypoint()),
        texts(config.getCmd()),
        texts(config.getEnv()),
        text(config.getUser()),
        text(config.getWorkingDir()),
        ports == null ? List.of() : Arrays.stream(ports).map(String::valueOf).toList(),
        texts(volumes == null ? null : volumes.keySet()));
  }

  private static Map<String, String> labels(@Nullable Map<String, String> all) {
    if (all == null) {
      return Map.of();
    }
    Map<String, String> labels = new LinkedHashMap<>();
    all.entrySet().stream()
        .limit(MOST)
        .forEach(each -> labels.put(text(each.getKey()), text(each.getValue())));
    return Collections.unmodifiableMap(labels);
  }

  private static InspectedImage.Step step(ImageHistory step) {
    return new InspectedImage.Step(
        text(step.getCreatedBy()),
        text(step.getComment()),
        instant(step.getCreated()),
        number(step.getSize()));
  }

  /// What an engine answered.
  ///
  /// @throws IllegalStateException where that is nothing
  static <T> T there(@Nullable T answer) {
    if (answer == null) {
      throw new IllegalStateException("null");
    }
    return answer;
  }

  /// The same of seconds.
  static Optional<Instant> instant(@Nullable Long seconds) {
    return seconds == null || seconds <= 0 || seconds > LATEST
        ? Optional.empty()
        : Optional.of(Instant.ofEpochSecond(seconds));
  }

  /// Reproducible builds say the epoch, or the year 1, and mean nothing by it.
  private static Optional<Instant> instant(@Nullable String text) {
    try {
      Instant instant = OffsetDateTime.parse(text(text)).toInstant();
      long seconds = instant.getEpochSecond();
      return seconds <= 0 || seconds > LATEST ? Optional.empty() : Optional.of(instant);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static List<String> texts(String @Nullable [] all) {
    return texts(all == null ? null : Arrays.asList(all));
  }

  private static List<String> texts(@Nullable Collection<String> all) {
    return all == null
        ? List.of()
        : all.stream().filter(Objects::nonNull).limit(MOST).map(Inspecting::text).toList();
  }

  static String text(@Nullable String text) {
    return text == null ? "" : Printable.cut(text, LONGEST);
  }

  static long number(@Nullable Long number) {
    return number == null || number < 0 ? 0 : number;
  }
}
