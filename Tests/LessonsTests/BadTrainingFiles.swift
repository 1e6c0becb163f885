/// Bad files about training, layer options and losses, and files that work with a warning.
let badTrainingFiles: [BadFile] = [
    BadFile(
        "optimizer.yaml",
        ("12:47", ["`momentum` does not belong to the optimizer `adam`", "it has `beta1`, `beta2`, `epsilon`"]),
        ("12:69", ["`1` must be at least 0 and less than 1"]), ("12:79", ["`-0.1` must be at least 0"]),
        ("12:94", ["`0` must be greater than 0"]), ("12:97", ["`weight-decay` does not belong"])),
    BadFile(
        "optimizer-momentum.yaml",
        ("12:46", ["`0` must be greater than 0"]), ("12:59", ["`1.5` must be at least 0 and less than 1"]),
        ("12:74", ["`yes` stands where `true` or `false` belongs"]),
        ("12:79", ["`beta1` does not belong to the optimizer `momentum`", "it has `momentum`, `nesterov`"]),
        ("12:91", ["`decay` does not belong"])),
    BadFile(
        "optimizer-nesterov.yaml", ("12:61", ["`true` in quotes is a text"]),
        ("12:69", ["unknown key `moment`", "did you mean `momentum`"])),
    BadFile("optimizer-plain.yaml", ("12:59", ["`momentum` does not belong", "a `learning-rate` only"])),
    BadFile(
        "optimizer-decay.yaml", ("12:57", ["`1` must be at least 0 and less than 1"]),
        ("12:60", ["unknown key `rho` in an optimizer", "`decay`"])),
    BadFile("optimizer-weight-decay.yaml", ("12:62", ["`-1` must not be less than 0"])),
    BadFile("optimizer-without-name.yaml", ("12:14", ["`name` is missing in an optimizer", "`rmsprop`"])),
    BadFile(
        "schedule.yaml", ("13:34", ["`0` must be greater than 0"]), ("13:44", ["`0` is out of range"]),
        ("13:47", ["`over` does not belong to the schedule `step`", "`{name: step, factor: 0.5, every: 100}`"])),
    BadFile(
        "schedule-numbers.yaml", ("13:13", ["`step` needs its numbers", "every: 100"]),
        ("13:48", ["`2.5`", "a whole number from 1"])),
    BadFile("schedule-word.yaml", ("13:13", ["the text `cosine`", "`name`, `factor`, `every`, `over`, `warm-up`"])),
    BadFile(
        "schedule-name.yaml", ("13:20", ["`linear`", "known are `constant`, `step`"]),
        ("13:28", ["unknown key `warmup`", "did you mean `warm-up`"])),
    BadFile("schedule-foreign.yaml", ("13:28", ["`factor` does not belong", "`{name: cosine, over: 1000}`"])),
    BadFile("clipping.yaml", ("13:18", ["`length`", "known are `value`, `norm`"]), ("13:33", ["`-1` must be greater than 0"])),
    BadFile(
        "normalisation-batch.yaml", ("17:15", ["3 does not divide the 4 samples to train on", "these do: 2, 4"])),
    BadFile("normalisation-single.yaml", ("16:3", ["needs `training` with a `batch-size` of 2 or more"])),
    BadFile("normalisation-untrained.yaml", ("3:3", ["needs `training` with a `batch-size` of 2 or more"])),
    BadFile(
        "normalisation-output.yaml", ("6:63", ["`maybe` stands where `true` or `false` belongs"]),
        ("7:46", ["`batch-normalisation` does not belong in the last layer"])),
    BadFile("clipping-limit.yaml", ("13:13", ["`limit` is missing in a clipping"])),
    BadFile(
        "regularisation.yaml", ("13:24", ["`-0.1` must not be less than 0"]),
        ("13:30", ["unknown key `l3`", "did you mean `l1`"])),
    BadFile(
        "regularisation-empty.yaml", ("13:19", ["without `l1` and `l2`", "`{l2: 0.01}`"]),
        ("14:3", ["`regularization`", "did you mean `regularisation`"])),
    BadFile("shuffle.yaml", ("13:12", ["`1` stands where `true` or `false` belongs"])),
    BadFile("validation-share.yaml", ("16:15", ["`1.5` must be greater than 0 and less than 1"])),
    BadFile("validation-count.yaml", ("16:15", ["of 4 samples, 4 are held out", "at most 3"])),
    BadFile("validation-none.yaml", ("16:15", ["`0` is out of range"])),
    BadFile("validation-word.yaml", ("16:15", ["`half`", "a share between 0 and 1 or a whole number"])),
    BadFile("validation-one-sample.yaml", ("13:15", ["one sample cannot be divided"])),
    BadFile("batch-after-split.yaml", ("17:15", ["a batch of 3 samples", "2 are left", "`all`"])),
    BadFile(
        "early-stopping.yaml", ("13:3", ["samples that are held out", "`validation: 0.2`"]),
        ("13:30", ["`0` is out of range"])),
    BadFile("early-stopping-number.yaml", ("17:19", ["the text `5`", "`patience`"])),
    BadFile("named-as-setting.yaml", ("12:3", ["`beta1` is a parameter", "another name"])),
    BadFile("update-too-large.yaml", ("14:3", ["402801 parameters", "at most 4000000"])),
    BadFile(
        "layer-options.yaml",
        ("6:38", ["`slope` belongs to the activation `leaky-relu`", "`relu`"]), ("7:51", ["`steep` is not a number"]),
        ("8:32", ["`softmax` is for the last layer"]), ("9:47", ["`1` must be at least 0 and less than 1"]),
        ("10:47", ["`-0.5` must be at least 0"]), ("11:16", ["`rate` has a meaning of its own"]),
        ("11:49", ["`all` is not a number"]), ("12:41", ["`dropout` does not belong in the last layer"]),
        ("13:33", ["`fused` is for `binary-cross-entropy` after `sigmoid`"])),
    BadFile("loss-fused.yaml", ("7:45", ["fused with `softmax` only", "activation is `relu`"])),
    BadFile(
        "loss-mapping.yaml", ("7:11", ["`name` is missing in a loss"]),
        ("7:19", ["`maybe` stands where `true` or `false` belongs"])),
    BadFile("loss-list.yaml", ("7:11", ["a list stands where one of", "`name`, `fused`"])),
    BadFile(
        warning: "warning-cross-entropy-after-relu.yaml",
        ("7:11", ["`categorical-cross-entropy` is made for outputs of `softmax`", "is `relu`", "`activation: softmax`"])),
    BadFile(warning: "warning-binary-after-softmax.yaml", ("7:18", ["`binary-cross-entropy`", "`activation: sigmoid`"])),
    BadFile(
        warning: "warning-logits-after-sigmoid.yaml",
        ("7:11", ["`binary-cross-entropy-with-logits`", "`activation: identity`"])),
    BadFile(
        warning: "warning-logits-after-softmax.yaml",
        ("7:11", ["`categorical-cross-entropy-with-logits`", "`activation: identity`"])),
    BadFile(
        warning: "warning-no-distribution.yaml", ("10:30", ["sum to 2.0 and not to 1"]),
        ("11:30", ["the target -0.5 is not within 0 and 1"]), ("11:30", ["the target 1.5"])),
    BadFile(warning: "warning-one-class.yaml", ("7:11", ["always 1", "one neuron per class"])),
    BadFile(
        warning: "warning-probability.yaml", ("15:11", ["made for outputs of `sigmoid`", "is `identity`"]),
        ("18:37", ["1.5", "within 0 and 1"])),
]
