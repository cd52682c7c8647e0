package dev.mooring.registry.browse;

import dev.mooring.document.Document;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.distribution.Blobs;
import dev.mooring.registry.distribution.Manifests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything about one image, as one document: `digest`, `mediaType`, `manifest`, then
/// `config` and `history` (each step with the layer it made) of an image, or `images` (the
/// same, each with its `platform`) of an index.
public final class Inspection {
  private static final int MOST_CHILDREN = 50;

  /// Of manifests and configs in one document; an ordinary index has some hundred kilobytes.
  private static final long MOST_BYTES = 4L << 20;

  private final Manifests manifests;
  private final Blobs blobs;

  /// @param blobs for configurations, which are kept by digest
  public Inspection(Manifests manifests, Blobs blobs) {
    this.manifests = manifests;
    this.blobs = blobs;
  }

  /// As [dev.mooring.registry.Registry#inspect]: at most 50 images of an index, and no more
  /// of them than fit within a bound of bytes; the rest is marked `leftOut`, and what the
  /// registry does not have is marked `missing`.
  public Document of(String repository, String reference) throws InterruptedException {
    Manifest manifest = manifests.get(repository, reference);
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("repository", repository);
    shown.put("reference", reference);
    describe(repository, manifest, shown);
    if (manifest.isIndex()) {
      long budget = MOST_BYTES;
      List<Object> images = new ArrayList<>();
      for (Descriptor child : manifest.children()) {
        if (child.isArtifact() || images.size() >= MOST_CHILDREN) {
          continue;
        }
        Map<String, Object> image = new LinkedHashMap<>();
        image.put("platform", child.platform().toString());
        image.put("digest", child.digest().text());
        Optional<Manifest> found =
            budget > 0 ? manifests.find(repository, child.digest().text()) : Optional.empty();
        if (found.isPresent()) {
          budget -= found.get().bytes().length + configBytes(found.get());
          describe(repository, found.get(), image);
        } else {
          image.put(budget > 0 ? "missing" : "leftOut", true);
        }
        images.add(image);
      }
      shown.put("images", images);
    }
    return Document.of(shown);
  }

  private static long configBytes(Manifest manifest) {
    return Summaries.isImageConfig(manifest) ? manifest.config().size() : 0;
  }

  private void describe(String repository, Manifest manifest, Map<String, Object> into)
      throws InterruptedException {
    into.put("digest", manifest.digest().text());
    into.put("mediaType", manifest.mediaType());
    into.put("manifest", manifest.document());
    if (Summaries.isImageConfig(manifest)) {
      Document config = blobs.config(repository, manifest.config());
      into.put("config", config);
      into.put("history", history(config, manifest.layers()));
    }
  }

  /// Steps that made no layer are marked `empty`; the others take the layers in order.
  private static List<Object> history(Document config, List<Descriptor> layers) {
    List<Object> steps = new ArrayList<>();
    int next = 0;
    for (Document step : config.at("history").items()) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("created", step.at("created").textOrEmpty());
      shown.put("createdBy", step.at("created_by").textOrEmpty());
      String comment = step.at("comment").textOrEmpty();
      if (!comment.isEmpty()) {
        shown.put("comment", comment);
      }
      if (step.at("empty_layer").isTrue()) {
        shown.put("empty", true);
      } else if (next < layers.size()) {
        Descriptor layer = layers.get(next++);
        shown.put("layer", layer.digest().text());
        shown.put("size", layer.size());
      }
      steps.add(shown);
    }
    return steps;
  }
}
