package dev.mooring.desktop.fx;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.collections.ObservableList;

/// Several things alike, at least one, of which one is in view. On the UI's thread.
public interface Several<M> {
  ObservableList<M> all();

  ReadOnlyObjectProperty<M> chosen();

  void choose(M one);

  /// What it is called on its tab; fit for an identifier.
  String name(M one);

  /// Finds out which there are.
  void look();

  /// The same where nobody did yet.
  void lookOnce();
}
