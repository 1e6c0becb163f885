import Screen

/// The screen that a model makes.
public func view(_ model: Model) -> Frame {
    Frame(size: model.size)
}
