package dev.mooring.desktop.fx;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// The thread that may touch what is on screen. View models get it passed in; tests pass a direct
/// one.
public interface Ui extends Executor {

  /// A consumer for any thread that hands only the newest value to `target` on the UI's thread, at
  /// most once a frame.
  <T> Consumer<T> newest(Consumer<? super T> target);
}
