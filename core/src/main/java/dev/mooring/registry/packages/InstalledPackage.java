package dev.mooring.registry.packages;

import dev.mooring.document.Printable;

/// A package that an image says it holds. Texts are cut short and hold no control characters.
///
/// @param version as its manager writes it, with epoch and release; empty where none is said
/// @param architecture in its manager's words; empty where none is said
/// @param path the file that names it
public record InstalledPackage(
    Kind kind, String name, String version, String architecture, String path) {
  private static final int LONGEST = 200;

  public InstalledPackage {
    name = Printable.line(name, LONGEST);
    version = Printable.line(version, LONGEST);
    architecture = Printable.line(architecture, LONGEST);
  }

  /// Whose package it is.
  public enum Kind {
    APK("apk"),
    DEB("deb"),
    RPM("rpm"),
    /// A module, or the standard library, that is part of a Go program.
    GO("go");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    /// As package URLs have it: "deb".
    public String id() {
      return id;
    }
  }
}
