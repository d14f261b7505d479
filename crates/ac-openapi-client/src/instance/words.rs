//! The words that several calls use.

use gpu_json::open_enum;

open_enum! {
    /// The kind of accelerator. Documented (create).
    pub enum Accelerator {
        /// Cambricon's.
        Mlu = "mlu",
        /// Hygon's.
        Dcu = "dcu",
        /// A GPU.
        Gpu = "gpu",
        /// None.
        Cpu = "cpu",
    }
}

open_enum! {
    /// What an instance offers. Documented (create).
    pub enum TaskType {
        /// A login by SSH.
        Ssh = "ssh",
        /// A Jupyter notebook.
        Jupyter = "jupyter",
        /// Visual Studio Code in the browser.
        CodeServer = "codeserver",
        /// RStudio in the browser.
        RStudio = "rstudio",
    }
}
