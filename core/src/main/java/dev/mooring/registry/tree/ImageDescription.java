package dev.mooring.registry.tree;

import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.Platform;
import dev.mooring.registry.Unreadable;
import dev.mooring.registry.transfer.CheckedBlob;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an image says of itself in its manifest and configuration. Texts are the image's own,
/// bounded, and may hold control characters. Immutable.
public final class ImageDescription {
  private static final int MOST_STEPS = 10_000;

  private final Manifest image;
  private final byte[] bytes;
  private final Document config;
  private final List<BuildStep> steps;
  private final boolean mismatch;

  private ImageDescription(Manifest image, byte[] bytes, Document config) {
    this.image = image;
    this.bytes = bytes;
    this.config = config;
    List<BuildStep> read = new ArrayList<>();
    this.mismatch = read(config.at("history").items(), image.layers().size(), read);
    this.steps = List.copyOf(read);
  }

  /// Reads the configuration; an artifact that has none of an image has nothing to say.
  ///
  /// @throws dev.mooring.problem.MooringException when it cannot be read, or is not what the
  /// manifest says
  public static ImageDescription of(ImageSource source, Manifest image)
      throws InterruptedException {
    if (!isImage(image)) {
      return new ImageDescription(image, new byte[0], Document.nothing());
    }
    byte[] bytes = CheckedBlob.read(source, image.config(), Bounds.CONTENT.bytes());
    return new ImageDescription(
        image,
        bytes,
        Unreadable.map(Messages.of("cannot-show", source.name()), "configuration", bytes));
  }

  private static boolean isImage(Manifest image) {
    return image.hasConfig()
        && (image.config().mediaType().equals(MediaTypes.DOCKER_CONFIG)
            || image.config().mediaType().equals(MediaTypes.OCI_CONFIG));
  }

  /// Joins the history with the layers in their order.
  ///
  /// @return whether they do not fit one another
  private static boolean read(List<Document> history, int layers, List<BuildStep> into) {
    int next = 0;
    boolean more = history.size() > MOST_STEPS;
    for (Document step : history.subList(0, Math.min(history.size(), MOST_STEPS))) {
      boolean empty = step.at("empty_layer").isTrue();
      boolean has = !empty && next < layers;
      more |= !empty && !has;
      into.add(
          new BuildStep(
              step.at("created_by").textOrEmpty(),
              step.at("comment").textOrEmpty(),
              instant(step.at("created")),
              has ? Optional.of(next++) : Optional.empty()));
    }
    boolean fewer = next < layers && !history.isEmpty();
    while (next < layers) {
      into.add(new BuildStep("", "", Optional.empty(), Optional.of(next++)));
    }
    return more || fewer;
  }

  private static Optional<Instant> instant(Document text) {
    try {
      Instant instant = OffsetDateTime.parse(text.textOrEmpty()).toInstant();
      // Reproducible builds say the epoch, or the year 1, and mean nothing by it.
      return instant.getEpochSecond() <= 0 ? Optional.empty() : Optional.of(instant);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// Its manifest.
  public Manifest image() {
    return image;
  }

  /// The configuration as it is stored; nothing of an artifact.
  public Document config() {
    return config;
  }

  /// Its bytes, whose digest the manifest names.
  public byte[] configBytes() {
    return bytes.clone();
  }

  /// The kind of an artifact that is no image to be run; empty for images.
  public String artifactType() {
    if (isImage(image)) {
      return "";
    }
    String said = image.document().at("artifactType").textOrEmpty();
    return said.isEmpty() && image.hasConfig() ? image.config().mediaType() : said;
  }

  /// The steps of its build, the first first, each with the layer that it made. Layers that the
  /// history does not tell of come last, as steps without words.
  public List<BuildStep> steps() {
    return steps;
  }

  /// Whether the history tells of more or fewer layers than there are: then which step made which
  /// layer is not certain.
  public boolean isHistoryOdd() {
    return mismatch;
  }

  /// Compressed bytes of the configuration and all layers, each counted once.
  public long size() {
    long sum = 0;
    for (Descriptor each : image.blobs()) {
      sum = sum + each.size() < 0 ? Long.MAX_VALUE : sum + each.size();
    }
    return sum;
  }

  /// What it runs on; of empty texts where it says nothing.
  public Platform platform() {
    return Descriptor.platform(config);
  }

  public Optional<Instant> created() {
    return instant(config.at("created"));
  }

  public String author() {
    return config.at("author").textOrEmpty();
  }

  public List<String> entrypoint() {
    return config.at("config", "Entrypoint").texts();
  }

  public List<String> command() {
    return config.at("config", "Cmd").texts();
  }

  /// As `NAME=value`, in the order of the configuration.
  public List<String> environment() {
    return config.at("config", "Env").texts();
  }

  public String user() {
    return config.at("config", "User").textOrEmpty();
  }

  public String workingDirectory() {
    return config.at("config", "WorkingDir").textOrEmpty();
  }

  public String stopSignal() {
    return config.at("config", "StopSignal").textOrEmpty();
  }

  /// As `80/tcp`.
  public List<String> ports() {
    return List.copyOf(config.at("config", "ExposedPorts").entries().keySet());
  }

  public List<String> volumes() {
    return List.copyOf(config.at("config", "Volumes").entries().keySet());
  }

  public Map<String, String> labels() {
    return config.at("config", "Labels").strings();
  }
}
