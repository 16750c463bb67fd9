"""Questions on linear fits. Their numbers are computed by `dlnotes.linear`."""

import numpy as np

from dlnotes import data, linear
from dlnotes.live import MultipleChoice, Numeric, Quiz, SingleChoice

x, y = data.five_points()
lifted = y + np.array([0, 0, 0, 0, 1])
bowl = np.diag([1.0, 9.0])

check_yourself = Quiz(
    "check_linear",
    [
        Numeric(
            text=r"Two points, $(1,1)$ and $(3,2)$, and the line $1+x$. What is $\partial L/\partial\phi_1$ "
            "of the mean squared error?",
            value=linear.mse_grad(np.array([1.0, 3.0]), np.array([1.0, 2.0]), np.array([1.0, 1.0]))[1],
            wrong={
                3.5: "The square inside the loss has a derivative, too. Which factor does it bring?",
                14: "You have added the two points up. What does the loss do with its squares?",
                3: "That is the derivative with respect to the intercept. What multiplies a residual when the slope "
                "changes?",
                -7: "A residual is what is predicted minus what is observed. Look at the signs of both.",
            },
            otherwise="Write down the two residuals first. Each is multiplied by what stands beside the slope.",
            why=r"The residuals are 1 and 2, so $\frac{2}{2}(1\cdot 1+2\cdot 3)=7$.",
        ),
        SingleChoice(
            text=r"On the five points descent converges for $\alpha=0.149$ and explodes for $\alpha=0.15$. Now every "
            r"$y_i$ is multiplied by 10. What becomes of the limit below which descent converges from every start?",
            right="It stays as it is",
            wrong={
                "It becomes ten times smaller": "Gradients do become larger, and so do the distances to be walked. "
                "Which matrix decides, and what is it made of?",
                "It becomes a hundred times smaller": "The loss grows a hundredfold, but the limit is no loss. What "
                "multiplies the distance from the minimum in one step?",
                "It becomes ten times larger": "The residuals are ten times larger. Does the matrix that multiplies "
                "the distance contain them?",
            },
            why=r"The limit is $2/\lambda_{\mathrm{max}}$ of a Hessian that contains the inputs and not the $y_i$.",
        ),
        Numeric(
            text="A bowl has the curvatures 1 and 9. With the best fixed learning rate, what share of the distance is "
            "left after one step, along the axis with curvature 1?",
            value=linear.contraction_rate(bowl, linear.best_step(bowl)),
            tolerance=0.005,
            wrong={
                0.2: "That is the best learning rate, and also what one step takes away here. How much is left?",
                8 / 9: r"That belongs to $\alpha=1/\lambda_{\mathrm{max}}$. The step may be longer, if the steep axis "
                "is allowed to jump across.",
                -0.8: "The steep axis has this factor. What is the factor of the flat one?",
            },
            otherwise=r"An axis with curvature $\lambda$ has the factor $1-\alpha\lambda$. The best $\alpha$ makes "
            "the two extreme factors equal in size.",
            why=r"$\alpha=\frac{2}{1+9}=0.2$ gives the factors $0.8$ and $-0.8$.",
        ),
        SingleChoice(
            text=r"A run was stopped because its last step changed the loss by less than $10^{-6}$. What do you know?",
            right="That this one step made little progress",
            wrong={
                r"That the loss is within $10^{-6}$ of the minimum": r"Take a tiny $\alpha$ and start anywhere. How "
                "large is the first change of the loss?",
                r"That the gradient is shorter than $10^{-6}$": "To first order a step lowers the loss by a product. "
                "The gradient is only one of its factors.",
                r"That $\alpha$ is below the limit of stability": "Stability is about all steps to come. What does "
                "one difference of two losses know of them?",
            },
            why=r"A step lowers the loss by about $\alpha$ times the squared length of the gradient, and that is "
            r"small wherever $\alpha$ is.",
        ),
        MultipleChoice(
            text=r"The best line is not level, and the inputs have a mean $\bar x\neq 0$. You measure them from it, "
            r"$x'=x-\bar x$, and fit a line again. What changes?",
            right={
                "the intercept of the best line": "The intercept is the height of the line where its input is 0. "
                "Which place is that now?",
                "the condition number of the Hessian": r"Look at the entry of the Hessian that couples the two "
                r"parameters. It is $2\bar x$.",
            },
            wrong={
                "the slope of the best line": "The slope says how much the line rises when the input rises by 1. Does "
                "it matter where you begin to measure?",
                "the lowest loss": "The set of all lines is the same as before; each has only got other parameters. "
                "What do its residuals do?",
            },
            why="The lines are the same, with other names: the new intercept is the height at the mean, and the "
            "parameters no longer pull at each other.",
        ),
        SingleChoice(
            text="All inputs are equal: $x=(2,2,2)$ and $y=(1,2,3)$. Descent from $(0,0)$ and descent from $(0,5)$ "
            "arrive at two different lines. What has happened?",
            right="Both have converged; a whole line of parameters shares the lowest loss",
            wrong={
                "One of them has not converged, since there is one best line": "Compare the two losses before you "
                "compare the lines. How many lines have the height 2 at $x=2$?",
                r"For one of them $\alpha$ was too large": "Both walk in the same trough, so one limit holds for both. "
                "And a walk that is beyond it does not arrive anywhere.",
                "They will agree if you let them run longer": "In one direction this loss is perfectly level. What "
                "does a step against the gradient do in that direction?",
            },
            why="The smaller curvature is 0. Descent moves along the other axis only and keeps what the start brought "
            "along.",
        ),
        Numeric(
            text=r"The five points lie at $x=0,1,2,3,4$. The last one is raised by 1. By how much does the slope of "
            "the best line rise?",
            value=linear.fit_exact(x, lifted)[1] - linear.fit_exact(x, y)[1],
            tolerance=0.002,
            wrong={
                0.25: "You have turned the line about the first point. The best line turns about another place, and "
                "the other points hold on to it.",
                0.4: "The lever of a point is not its distance from 0. From where is it measured?",
                0.5: "You have turned the line about the mean until it followed the point all the way. What would "
                "become of the other four residuals?",
                1: "The point rises by 1. How much would a line that turns about the mean rise there, if its slope "
                "rose by 1?",
                0.1: "That is the lever of the neighbour. How far is the last point from the mean of the inputs?",
            },
            otherwise=r"The slope is a weighted sum of the $y_i$. Which weight does the last one get?",
            why=r"Its lever is $(4-2)/10$: the distance from the mean, over the sum of all squared distances.",
        ),
    ],
)
