package dev.mooring.registry.layer;

import dev.mooring.job.Progress;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Tells what layers hold and opens their files, wherever the layers are.
///
/// What was found of a layer is kept by its digest: asked again, nothing is read. Thread-safe,
/// blocking; an interrupt ends it.
public interface Layers {

  /// Everything that a layer holds. The first time, it is read as far as it takes to tell.
  ///
  /// @param each told of entries as they come, in the order of the tar; also of what was known
  /// @throws dev.mooring.problem.MooringException when it cannot be read, is not what its digest
  /// says, or is no layer of files
  LayerTable table(
      ImageSource source, Descriptor layer, Consumer<? super LayerEntry> each, Progress progress)
      throws InterruptedException;

  /// The content of a file of the layer.
  ///
  /// @param file one of its table
  /// @return exactly its bytes; what fails or ends early is thrown as an [java.io.IOException]
  /// @throws dev.mooring.problem.MooringException when it cannot be read
  InputStream open(ImageSource source, Descriptor layer, LayerEntry file)
      throws InterruptedException;

  /// What is done with the content of a file.
  @FunctionalInterface
  interface Reading {
    /// @param content as that of [#open]; what isn't read of it is passed
    void read(LayerEntry file, InputStream content) throws IOException, InterruptedException;
  }

  /// Reads files of the layer one after the other, in the order of its tar, by as few requests as
  /// that takes. Those without content come first.
  ///
  /// @param files of its table, each once
  /// @throws IOException what a reading throws
  /// @throws dev.mooring.problem.MooringException when one cannot be read
  default void each(ImageSource source, Descriptor layer, List<LayerEntry> files, Reading each)
      throws IOException, InterruptedException {
    for (LayerEntry file : files) {
      try (InputStream content = open(source, layer, file)) {
        each.read(file, content);
      }
    }
  }

  /// These layers, where each is read as a whole: also one that carries a table of what it holds,
  /// which is its builder's word. For whoever has to know what a node will unpack.
  default Layers whole() {
    return this;
  }

  /// What tells the contents of files from one another, as far as it is known without reading them:
  /// the same for the same bytes, another one for others.
  ///
  /// @param files of its table
  /// @return by file: the name of a scheme, a colon, and a text. Only those of one scheme can be
  /// compared
  default Map<LayerEntry, String> fingerprints(Descriptor layer, Collection<LayerEntry> files) {
    return Map.of();
  }
}
