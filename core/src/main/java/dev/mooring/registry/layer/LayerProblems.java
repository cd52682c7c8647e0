package dev.mooring.registry.layer;

import dev.mooring.document.Printable;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Unreadable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;

/// What can be wrong with a layer and the way to it.
final class LayerProblems {
  private static final int LONGEST_PATH = 200;

  private LayerProblems() {}

  static String cannotRead(ImageSource source, Descriptor layer) {
    return Messages.of("cannot-read-the-layer-of", layer.digest().brief(), source.name());
  }

  static String again() {
    return Messages.of("try-again");
  }

  /// It is what its digest says, and no layer that anybody could unpack.
  static MooringException damaged(ImageSource source, Descriptor layer, IOException e) {
    if (e instanceof OtherBytes) {
      return other(cannotRead(source, layer), source, layer);
    }
    return e.getCause() instanceof MooringException told
        ? told
        : Unreadable.problem(cannotRead(source, layer), words(e), e.toString());
  }

  /// A part of it is not what it was when the whole was read.
  private static MooringException changed(ImageSource source, Descriptor layer, LayerEntry file) {
    return new Problem(
            Code.DIGEST_MISMATCH,
            Messages.of("cannot-read", Printable.line(file.path(), LONGEST_PATH)),
            Messages.of("the-layer-has-other-bytes", layer.digest().brief(), source.name()),
            new Remedy.Advice(Messages.of("do-not-trust-the-source")),
            Messages.of("layer", layer.digest()))
        .raise();
  }

  /// A part of it is not what is known of it.
  static MooringException differs(
      ImageSource source, Descriptor layer, LayerIndex index, LayerEntry file) {
    return index.isWhole()
        ? changed(source, layer, file)
        : other(
            Messages.of("cannot-read", Printable.line(file.path(), LONGEST_PATH)), source, layer);
  }

  /// A part of it is not what the table says that the layer carries.
  private static MooringException other(String what, ImageSource source, Descriptor layer) {
    return new Problem(
            Code.DIGEST_MISMATCH,
            what,
            Messages.of("the-file-is-not-as-listed", layer.digest().brief(), source.name()),
            new Remedy.Advice(Messages.of("do-not-trust-the-image")),
            Messages.of("layer", layer.digest()))
        .raise();
  }

  /// The connection broke too often.
  static MooringException lost(ImageSource source, Descriptor layer, IOException e) {
    return new Problem(
            Code.REGISTRY_UNREACHABLE,
            cannotRead(source, layer),
            words(e),
            new Remedy.Advice(again()),
            Messages.of("layer", layer.digest()))
        .raise(e);
  }

  /// Turns the failure of who was interrupted into what it is.
  static void cancelled(IOException e) throws InterruptedException {
    if (e instanceof InterruptedIOException
        || e instanceof ClosedByInterruptException
        || Thread.currentThread().isInterrupted()) {
      Thread.interrupted();
      throw new InterruptedException("it was cancelled");
    }
  }

  private static String words(IOException e) {
    String said = e.getMessage();
    return said == null || said.isBlank() ? e.getClass().getSimpleName() : Unreadable.brief(said);
  }
}
