package dev.mooring.desktop.control;

/// A forward among all contexts: a name is unique in one.
public record ForwardKey(String context, String name) {}
