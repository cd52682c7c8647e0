package dev.mooring.registry.attached;

import java.util.Locale;
import java.util.stream.Stream;

/// One package that an SBOM names, its texts short and cleaned; what it does not say is empty.
///
/// @param type of the package: "deb", "npm", "golang", as its purl has it, else as the SBOM says
/// @param purl its package URL
/// @param licence an SPDX identifier or expression, or a name
public record SbomPackage(String name, String version, String type, String purl, String licence) {

  /// Whether any of its texts has this one in it, in capitals or not.
  public boolean has(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return Stream.of(name, version, type, purl, licence)
        .anyMatch(each -> each.toLowerCase(Locale.ROOT).contains(wanted));
  }

  /// The type in a package URL: "pkg:deb/debian/curl@8" is "deb".
  static String typeOf(String purl, String otherwise) {
    int slash = purl.indexOf('/');
    return purl.startsWith("pkg:") && slash > 4 ? purl.substring(4, slash) : otherwise;
  }
}
