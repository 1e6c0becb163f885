import Autograd

/// The two products of a layer's matrices, in blocks that fit the processor's registers.
///
/// Each number of a result is one sum in one fixed order, that of its formula; blocks and lanes only decide how
/// many sums are under way together. A matrix `[rows × columns]` in lanes has each row padded to whole vectors of
/// four; what is in the padding is never read as a source.
enum LayerKernel {
    /// out[s] = Σᵢ x[s, i]·w[i], the first product first: `[samples × sources]` by `[sources × units]`.
    ///
    /// - Parameters:
    ///   - stride: from one sample's row of x to the next.
    ///   - vectors: in a row of w and of out.
    @inline(__always)
    static func multiply(
        _ x: UnsafePointer<Double>, stride: Int, sources: Int, by w: UnsafePointer<Lanes>, vectors: Int,
        into out: UnsafeMutablePointer<Lanes>, samples: Int
    ) {
        var s = 0
        while s + 4 <= samples {
            let (x0, x1, x2, x3) = rows(from: x + s * stride, stride)
            let (out0, out1, out2, out3) = rows(from: out + s * vectors, vectors)
            var v = 0
            while v + 2 <= vectors {
                var p = w + v
                var (a00, a01) = (x0[0] * p[0], x0[0] * p[1])
                var (a10, a11) = (x1[0] * p[0], x1[0] * p[1])
                var (a20, a21) = (x2[0] * p[0], x2[0] * p[1])
                var (a30, a31) = (x3[0] * p[0], x3[0] * p[1])
                for i in 1..<sources {
                    p += vectors
                    let (w0, w1) = (p[0], p[1])
                    a00 += x0[i] * w0
                    a01 += x0[i] * w1
                    a10 += x1[i] * w0
                    a11 += x1[i] * w1
                    a20 += x2[i] * w0
                    a21 += x2[i] * w1
                    a30 += x3[i] * w0
                    a31 += x3[i] * w1
                }
                (out0[v], out0[v + 1]) = (a00, a01)
                (out1[v], out1[v + 1]) = (a10, a11)
                (out2[v], out2[v + 1]) = (a20, a21)
                (out3[v], out3[v + 1]) = (a30, a31)
                v += 2
            }
            if v < vectors {
                var p = w + v
                var (a0, a1, a2, a3) = (x0[0] * p[0], x1[0] * p[0], x2[0] * p[0], x3[0] * p[0])
                for i in 1..<sources {
                    p += vectors
                    a0 += x0[i] * p[0]
                    a1 += x1[i] * p[0]
                    a2 += x2[i] * p[0]
                    a3 += x3[i] * p[0]
                }
                (out0[v], out1[v], out2[v], out3[v]) = (a0, a1, a2, a3)
            }
            s += 4
        }
        while s < samples {
            let row = x + s * stride
            for v in 0..<vectors {
                var p = w + v
                var a = row[0] * p[0]
                for i in 1..<sources {
                    p += vectors
                    a += row[i] * p[0]
                }
                out[s * vectors + v] = a
            }
            s += 1
        }
    }

    /// g[i] += Σₛ x[s, i]·δ[s], one sample after the other: `[sources × samples]` by `[samples × units]`.
    @inline(__always)
    static func accumulate(
        _ x: UnsafePointer<Double>, stride: Int, sources: Int, times delta: UnsafePointer<Lanes>, vectors: Int,
        into g: UnsafeMutablePointer<Lanes>, samples: Int
    ) {
        var i = 0
        while i + 4 <= sources {
            let (g0, g1, g2, g3) = rows(from: g + i * vectors, vectors)
            var v = 0
            while v + 2 <= vectors {
                var (a00, a01, a10, a11) = (g0[v], g0[v + 1], g1[v], g1[v + 1])
                var (a20, a21, a30, a31) = (g2[v], g2[v + 1], g3[v], g3[v + 1])
                var (p, q) = (delta + v, x + i)
                for _ in 0..<samples {
                    let (d0, d1) = (p[0], p[1])
                    a00 += q[0] * d0
                    a01 += q[0] * d1
                    a10 += q[1] * d0
                    a11 += q[1] * d1
                    a20 += q[2] * d0
                    a21 += q[2] * d1
                    a30 += q[3] * d0
                    a31 += q[3] * d1
                    p += vectors
                    q += stride
                }
                (g0[v], g0[v + 1], g1[v], g1[v + 1]) = (a00, a01, a10, a11)
                (g2[v], g2[v + 1], g3[v], g3[v + 1]) = (a20, a21, a30, a31)
                v += 2
            }
            if v < vectors {
                var (a0, a1, a2, a3) = (g0[v], g1[v], g2[v], g3[v])
                var (p, q) = (delta + v, x + i)
                for _ in 0..<samples {
                    a0 += q[0] * p[0]
                    a1 += q[1] * p[0]
                    a2 += q[2] * p[0]
                    a3 += q[3] * p[0]
                    p += vectors
                    q += stride
                }
                (g0[v], g1[v], g2[v], g3[v]) = (a0, a1, a2, a3)
            }
            i += 4
        }
        while i < sources {
            for v in 0..<vectors {
                var a = g[i * vectors + v]
                var (p, q) = (delta + v, x + i)
                for _ in 0..<samples {
                    a += q[0] * p[0]
                    p += vectors
                    q += stride
                }
                g[i * vectors + v] = a
            }
            i += 1
        }
    }

    @inline(__always)
    private static func rows<Element>(
        from first: UnsafePointer<Element>, _ stride: Int
    ) -> (UnsafePointer<Element>, UnsafePointer<Element>, UnsafePointer<Element>, UnsafePointer<Element>) {
        (first, first + stride, first + 2 * stride, first + 3 * stride)
    }

    @inline(__always)
    private static func rows<Element>(
        from first: UnsafeMutablePointer<Element>, _ stride: Int
    ) -> (
        UnsafeMutablePointer<Element>, UnsafeMutablePointer<Element>, UnsafeMutablePointer<Element>,
        UnsafeMutablePointer<Element>
    ) {
        (first, first + stride, first + 2 * stride, first + 3 * stride)
    }
}

extension Activation {
    /// f(z) and f′(z) in each lane: the rules of the activation's operation.
    ///
    /// - Precondition: the activation is one neuron's own, so no softmax.
    @inline(__always)
    func valueAndDerivative(_ z: Lanes, slope: Double) -> (value: Lanes, derivative: Lanes) {
        switch self {
        case .identity, .softmax: return (z, Lanes(repeating: 1))
        case .sigmoid: return Self.sigmoidAndDerivative(z)
        case .tanh: return Self.tanhAndDerivative(z)
        case .relu: return Self.reluAndDerivative(z)
        case .leakyReLU:
            let isOff = z .<= 0
            return (
                z.replacing(with: slope * z, where: isOff), Lanes(repeating: 1).replacing(with: slope, where: isOff)
            )
        case .softplus, .gelu: return laneByLane(z)
        }
    }

    @inline(__always)
    static func sigmoidAndDerivative(_ z: Lanes) -> (value: Lanes, derivative: Lanes) {
        let a = Elementary.sigmoid(z)
        return (a, a * (1 - a))
    }

    @inline(__always)
    static func tanhAndDerivative(_ z: Lanes) -> (value: Lanes, derivative: Lanes) {
        let a = Elementary.tanh(z)
        return (a, 1 - a * a)
    }

    @inline(__always)
    static func reluAndDerivative(_ z: Lanes) -> (value: Lanes, derivative: Lanes) {
        let isOff = z .<= 0
        return (z.replacing(with: 0, where: isOff), Lanes(repeating: 1).replacing(with: 0, where: isOff))
    }

    /// What the platform's functions are part of.
    @inline(never)
    private func laneByLane(_ z: Lanes) -> (value: Lanes, derivative: Lanes) {
        self == .gelu
            ? (each(z, Elementary.gelu), each(z, Elementary.geluDerivative))
            : (each(z, Elementary.softplus), Elementary.sigmoid(z))
    }

    @inline(__always)
    private func each(_ z: Lanes, _ f: (Double) -> Double) -> Lanes { Lanes(f(z[0]), f(z[1]), f(z[2]), f(z[3])) }
}
