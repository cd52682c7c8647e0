package dev.mooring.registry.diff;

import dev.mooring.registry.packages.InstalledPackage;

/// A package that only one of two images has, or both in other versions.
///
/// @param architecture in its manager's words; empty where none is said
/// @param program the Go program that it is part of; empty for packages of distributions
/// @param from its versions in the first image, with commas between; empty where it is not there
/// @param to the same for the second
public record PackageChange(
    InstalledPackage.Kind kind,
    String name,
    String architecture,
    String program,
    String from,
    String to) {}
